using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Slipway.Images;

/// <summary>
/// A Docker configuration folder that exists for one run: the user's own, plus the password of the registry to push to, if there is one. The password
/// reaches no command line, no log and no file of the user's.
/// </summary>
internal sealed class DockerConfig : IDisposable
{
    // What docker and its plugins look up beside config.json.
    private static readonly string[] Taken = ["contexts", "cli-plugins", "buildx"];

    private readonly DirectoryInfo _folder;

    private DockerConfig(DirectoryInfo folder) => _folder = folder;

    /// <summary>Goes into DOCKER_CONFIG.</summary>
    public string Folder => _folder.FullName;

    /// <summary>Makes the folder, readable by nobody else.</summary>
    /// <param name="userFolder">The user's own configuration folder, there or not.</param>
    /// <param name="credentials">Null: nothing is pushed.</param>
    public static DockerConfig Create(string userFolder, RegistryCredentials? credentials)
    {
        // 0700 from the first moment, by the contract of CreateTempSubdirectory.
        var config = new DockerConfig(Directory.CreateTempSubdirectory("slipway-docker-"));
        try
        {
            var userFile = Path.Combine(userFolder, "config.json");
            var text = Merge(File.Exists(userFile) ? File.ReadAllText(userFile) : null, credentials);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            // Docker refuses a byte order mark.
            using (var writer = new StreamWriter(Path.Combine(config.Folder, "config.json"), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), options))
                writer.Write(text);

            foreach (var name in Taken.Where(name => Directory.Exists(Path.Combine(userFolder, name))))
                Directory.CreateSymbolicLink(Path.Combine(config.Folder, name), Path.GetFullPath(Path.Combine(userFolder, name)));

            return config;
        }
        catch
        {
            config.Dispose();
            throw;
        }
    }

    /// <summary>The folder that docker would use: DOCKER_CONFIG, or <c>.docker</c> in the home folder.</summary>
    public static string UserFolder() =>
        Environment.GetEnvironmentVariable("DOCKER_CONFIG") is { Length: > 0 } set
            ? set
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".docker");

    /// <summary>
    /// The user's settings with the password added. An empty helper for the registry makes docker read <c>auths</c> for it although a
    /// credential store is set (docker/cli, <c>getConfiguredCredentialStore</c>); helpers of other registries stay.
    /// </summary>
    public static string Merge(string? userConfig, RegistryCredentials? credentials)
    {
        var config = userConfig is null ? new JsonObject() : JsonNode.Parse(userConfig) as JsonObject ?? [];
        if (credentials is null)
            return config.ToJsonString(new JsonSerializerOptions { WriteIndented = true });

        Section("auths")[credentials.Registry] = new JsonObject
        {
            ["auth"] = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credentials.User}:{credentials.Password.Reveal()}")),
        };
        Section("credHelpers")[credentials.Registry] = "";
        return config.ToJsonString(new JsonSerializerOptions { WriteIndented = true });

        JsonObject Section(string name)
        {
            if (config[name] is not JsonObject section)
                config[name] = section = [];
            return section;
        }
    }

    /// <summary>Removes the folder; what it links to stays.</summary>
    public void Dispose()
    {
        foreach (var link in _folder.EnumerateFileSystemInfos().Where(item => item.LinkTarget is not null))
            link.Delete();

        _folder.Delete(recursive: true);
    }
}

/// <summary>How to sign in to a registry.</summary>
/// <param name="Registry">Host and port, as in image names.</param>
internal sealed record RegistryCredentials(string Registry, string User, Password Password);

/// <summary>A value that does not show itself.</summary>
internal sealed class Password(string value)
{
    public string Reveal() => value;

    /// <inheritdoc/>
    public override string ToString() => "***";
}
