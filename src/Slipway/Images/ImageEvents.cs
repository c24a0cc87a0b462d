using Slipway.Output;
using Slipway.Processes;

namespace Slipway.Images;

/// <summary>A preparation was begun.</summary>
internal sealed record Preparing(Preparation Preparation) : OutputEvent
{
    public override string Text =>
        $"Preparing {Preparation.Output}: {new Command(Preparation.Command[0], [.. Preparation.Command.Skip(1)])}";
}

/// <summary>A preparation wrote its folder.</summary>
internal sealed record Prepared(string Folder, TimeSpan Took) : OutputEvent
{
    public override EventKind Kind => EventKind.Success;
    public override string Text => $"Prepared {Folder} in {Took.TotalSeconds:0.0} s";
}

/// <summary>A preparation was not run: neither its inputs nor its output changed.</summary>
internal sealed record PreparationUpToDate(string Folder) : OutputEvent
{
    public override EventKind Kind => EventKind.Detail;
    public override string Text => $"{Folder} is up to date";
}

/// <summary>A repository was made.</summary>
internal sealed record RepositoryCreated(string Repository) : OutputEvent
{
    public override string Text => $"Created the repository {Repository}";
}

/// <summary>A setting of a repository was put right.</summary>
internal sealed record RepositoryRepaired(string Repository, RepositoryRepair Repair) : OutputEvent
{
    public override EventKind Kind => EventKind.Warning;

    public override string Text => $"Repaired {Repository}: " + Repair switch
    {
        RepositoryRepair.ImmutableTags => "its tags could be moved",
        RepositoryRepair.ScanOnPush => "its images were not scanned",
        _ => "its lifecycle policy was another",
    };
}

/// <summary>A build was begun.</summary>
internal sealed record ImageBuilding(string Repository, DockerImage Image) : OutputEvent
{
    public override string Text => $"Building {Repository} from {Image.Context} for {Image.Platform}";
}

/// <summary>A line that a build, a push or a preparation printed.</summary>
internal sealed record BuildLine(string Source, string Line) : OutputEvent
{
    public override EventKind Kind => EventKind.Detail;
    public override string Text => $"{Source}: {Line}";
}

/// <summary>A build came to its good end.</summary>
internal sealed record ImageBuilt(string Repository, TimeSpan Took) : OutputEvent
{
    public override string Text => $"Built {Repository} in {Took.TotalSeconds:0.0} s";
}

/// <summary>An image reached the registry.</summary>
internal sealed record ImagePushed(string Repository, string Digest, TimeSpan Took) : OutputEvent
{
    public override string Text => $"Pushed {Repository}@{Digest} in {Took.TotalSeconds:0.0} s";
}

/// <summary>An image of another registry is here now, under the same digest.</summary>
internal sealed record ImageCopied(string Repository, string Digest, string From, int Blobs, long Bytes, TimeSpan Took) : OutputEvent
{
    public override string Text => $"Copied {Repository}@{Digest} from {From}: {Blobs} blobs, {Bytes / 1048576.0:0.0} MiB, in {Took.TotalSeconds:0.0} s";
}

/// <summary>An image got a further tag.</summary>
internal sealed record ImageTagged(string Repository, string Tag, string Digest) : OutputEvent
{
    public override EventKind Kind => EventKind.Detail;
    public override string Text => $"Tagged {Repository}@{Digest} {Tag}";
}

/// <summary>An image takes no further tag.</summary>
internal sealed record ImageNotTagged(string Repository, string Tag, string Digest) : OutputEvent
{
    public override EventKind Kind => EventKind.Warning;
    public override string Text => $"{Repository}@{Digest} has as many tags as the registry lets an image have, and was not tagged {Tag}. It is shipped by its digest; ./build.sh Deploy --rebuild makes a new one";
}

/// <summary>An image is in the registry, new or as before.</summary>
internal sealed record ImageReady(ShippedImage Image) : OutputEvent
{
    public override EventKind Kind => EventKind.Success;

    public override string Text =>
        $"{Image.Repository}:{Image.Tag} is {Image.Digest}{(Image.Pushed ? "" : Image.Built ? ", which another run pushed" : ", unchanged")}";
}

/// <summary>Images were built to see that they can be; none was pushed.</summary>
internal sealed record ImagesTried(int Count) : OutputEvent
{
    public override EventKind Kind => EventKind.Success;

    public override string Text => Count switch
    {
        0 => "No image changed; nothing was built.",
        1 => "The image can be built; it was not pushed.",
        _ => $"{Count} images can be built; none was pushed.",
    };
}
