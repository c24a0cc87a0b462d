using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials;

namespace Slipway.Aws;

/// <summary>Finds the credentials of an environment.</summary>
internal static class AwsCredentials
{
    /// <exception cref="DeployException">The profile does not exist, or there are no credentials at all.</exception>
    public static AWSCredentials Of(DeployEnvironment environment, Uri? endpoint)
    {
        // The rehearsal cloud takes the access key for the account.
        if (endpoint is not null)
            return new BasicAWSCredentials(environment.Account, "rehearsal");

        var source = environment.Profile is { } profile ? OfProfile(profile, environment) : Default(environment);
        return environment.AssumeRole is { } role ? new AssumeRoleAWSCredentials(source, role, "slipway") : source;
    }

    private static AWSCredentials OfProfile(string name, DeployEnvironment environment)
    {
        var profiles = new CredentialProfileStoreChain();
        if (profiles.TryGetAWSCredentials(name, out var credentials))
            return credentials;

        throw new DeployException(
            $"""
             The environment {environment} takes its credentials from the AWS profile "{name}", which does not exist or is not complete. Nothing was changed.
               found  {(profiles.ListProfiles() is { Count: > 0 } all ? string.Join(", ", all.Select(profile => profile.Name)) : "no profile")}
               try    aws configure --profile {name}, or aws sso login --profile {name}
             """,
            Verdict.Refused);
    }

    private static AWSCredentials Default(DeployEnvironment environment)
    {
        try
        {
            return DefaultAWSCredentialsIdentityResolver.GetCredentials();
        }
        catch (AmazonClientException exception)
        {
            throw new DeployException(
                $"""
                 No AWS credentials were found for the environment {environment}. Nothing was changed.
                   looked  the environment variables, the profiles of the AWS configuration files, the container's and the instance's role
                   try     set AWS_PROFILE, run aws sso login, or give the environment a Profile
                 """,
                Verdict.Refused, exception);
        }
    }
}
