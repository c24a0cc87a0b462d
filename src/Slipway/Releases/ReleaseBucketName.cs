namespace Slipway.Releases;

/// <summary>Names the release bucket of an environment.</summary>
internal static class ReleaseBucketName
{
    /// <summary>The definition's own name, or the convention's: at most 62 characters, unique among all of S3 by the account's number.</summary>
    public static string Of(Application application, DeployEnvironment environment) =>
        environment.ReleaseBucket ?? $"slipway-{application.Name}-{environment.Name}-{environment.Account}";
}
