using System.Runtime.CompilerServices;

namespace Slipway.Rollouts.Access;

/// <summary>Profiles of the AWS configuration files: the one way in which an environment that is not the rehearsal is given credentials of its own.</summary>
internal static class Credentials
{
    private static readonly Lock Writing = new();
    private static readonly string File = Path.Combine(Path.GetTempPath(), $"slipway-access-{Guid.NewGuid():N}");

    /// <summary>
    /// AWS's own library asks once where they are, as soon as any test needs credentials, and passes over a file that is not there by then for good.
    /// </summary>
    [ModuleInitializer]
    internal static void Place()
    {
        System.IO.File.WriteAllText(File, "");
        Environment.SetEnvironmentVariable("AWS_SHARED_CREDENTIALS_FILE", File);
    }

    public static string Profile((string Key, string Token) taken) => Profile(taken.Key, taken.Token);

    /// <summary>Makes a profile, and gives its name.</summary>
    public static string Profile(string key, string? token)
    {
        var name = $"p{Guid.NewGuid():N}";
        lock (Writing)
            System.IO.File.AppendAllText(File, $"[{name}]\naws_access_key_id = {key}\naws_secret_access_key = rehearsal\n{(token is null ? "" : $"aws_session_token = {token}\n")}\n");

        return name;
    }
}
