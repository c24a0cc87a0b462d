namespace Slipway.Pipelines.Simulation;

/// <summary>The folders of one job, which nobody else's job sees.</summary>
internal sealed class JobFolder
{
    private int _files;

    public JobFolder(string path)
    {
        Path = path;
        foreach (var folder in new[] { Workspace, Temporary, Home, Tools })
            Directory.CreateDirectory(folder);

        File.WriteAllText(NoAwsConfiguration, "");
    }

    public string Path { get; }

    /// <summary>Where a checkout puts the sources.</summary>
    public string Workspace => In("work");

    public string Temporary => In("temp");

    /// <summary>In the place of the home folder: what lies in that is no business of a job.</summary>
    public string Home => In("home");

    public string Tools => In("tools");

    /// <summary>In the places of AWS's configuration files.</summary>
    public string NoAwsConfiguration => In("no-aws-configuration");

    public string Event => In("event.json");

    /// <summary>A new file, which is there and empty.</summary>
    public string New(string name)
    {
        var path = System.IO.Path.Combine(Temporary, $"{++_files}-{name}");
        File.WriteAllText(path, "");
        return path;
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
