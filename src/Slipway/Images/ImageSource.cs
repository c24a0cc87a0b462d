namespace Slipway.Images;

/// <summary>An image that an application needs: which container runs it and the repository that it is kept in.</summary>
/// <param name="Container">The service's own name, or its sidecar's.</param>
/// <param name="Repository"><c>application/service</c> or <c>application/service-sidecar</c>.</param>
internal sealed record ImageSource(string Service, string Container, string Repository, DockerImage Image)
{
    /// <summary>Its name among all images of an application: <c>service</c> for the essential container and <c>service/container</c> for the others.</summary>
    public string Key => Service == Container ? Service : $"{Service}/{Container}";

    /// <summary>The services that some of these images are of, each once, in their order.</summary>
    public static IReadOnlyList<string> Services(IEnumerable<ImageSource> images) => [.. images.Select(image => image.Service).Distinct(StringComparer.Ordinal)];

    /// <summary>The images of all containers of all services, in order of definition.</summary>
    /// <exception cref="DeployException">Two containers would share a repository.</exception>
    public static IReadOnlyList<ImageSource> Of(Application application)
    {
        ImageSource[] sources =
        [
            .. application.Services.SelectMany(service => service.Sidecars
                .Select(sidecar => new ImageSource(service.Name, sidecar.Name, $"{application.Name}/{service.Name}-{sidecar.Name}", sidecar.Image))
                .Prepend(new ImageSource(service.Name, service.Name, $"{application.Name}/{service.Name}", service.Image))),
        ];

        var shared = sources.GroupBy(source => source.Repository, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        return shared is null
            ? sources
            : throw new DeployException(
                $"""
                 Two containers would keep their images in the repository {shared.Key}. Nothing was changed.
                   containers  {string.Join(", ", shared.Select(source => $"{source.Service}/{source.Container}"))}
                   try         rename one of them
                 """,
                Verdict.Usage);
    }
}

/// <summary>An image in a registry, named so that it cannot change.</summary>
internal sealed record ImageDigest(string Repository, string Digest);

/// <summary>An image that is in the registry now, ready to be named in a task definition.</summary>
/// <param name="Tag">The commit; the input tag where that commit already names another image.</param>
/// <param name="Reference"><c>uri@sha256:...</c></param>
/// <param name="Built">Whether this run built it.</param>
/// <param name="Pushed">Whether this run pushed it.</param>
internal sealed record ShippedImage(
    string Service, string Container, string Repository, string Tag, string Digest, string Reference, bool Built, bool Pushed)
{
    /// <summary>Repository and digest.</summary>
    public ImageDigest Image => new(Repository, Digest);
}
