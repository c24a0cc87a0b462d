namespace Slipway.Rollouts.Access;

/// <summary>Profiles of the AWS configuration files: the one way in which an environment that is not the rehearsal is given credentials of its own.</summary>
internal static class Credentials
{
    private static readonly Lock Writing = new();
    private static string? _file;

    public static string Profile((string Key, string Token) taken) => Profile(taken.Key, taken.Token);

    /// <summary>Makes a profile, and gives its name.</summary>
    public static string Profile(string key, string? token)
    {
        var name = $"p{Guid.NewGuid():N}";
        lock (Writing)
        {
            if (_file is null)
            {
                _file = Path.Combine(Directory.CreateTempSubdirectory("slipway-access-").FullName, "credentials");
                Environment.SetEnvironmentVariable("AWS_SHARED_CREDENTIALS_FILE", _file);
            }

            File.AppendAllText(_file, $"[{name}]\naws_access_key_id = {key}\naws_secret_access_key = rehearsal\n{(token is null ? "" : $"aws_session_token = {token}\n")}\n");
        }

        return name;
    }
}
