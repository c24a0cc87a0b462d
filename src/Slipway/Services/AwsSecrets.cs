using Amazon.Runtime;
using Amazon.SecretsManager;
using Amazon.SecretsManager.Model;
using Slipway.Aws;

namespace Slipway.Services;

/// <summary>
/// AWS Secrets Manager. Names are looked up ten at a time in the list, which may lag five minutes behind
/// (https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ListSecrets.html): what it does not have is asked for by itself.
/// </summary>
internal sealed class AwsSecrets(IAmazonSecretsManager secrets) : ISecrets
{
    // A filter of ListSecrets takes 10 values, and a page has up to 100 secrets.
    private const int NamesAtOnce = 10;
    private const int PageSize = 100;

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, string>> Arns(IReadOnlyCollection<string> names, CancellationToken ct)
    {
        string[] wanted = [.. names.Distinct(StringComparer.Ordinal)];
        Dictionary<string, string> found = new(StringComparer.Ordinal);
        // One is told by one call either way, and describing it needs no right to list.
        if (wanted.Length > 1)
            await List(wanted, found, ct);

        foreach (var some in wanted.Where(name => !found.ContainsKey(name)).ToArray().Chunk(NamesAtOnce))
        {
            foreach (var (name, arn) in await Task.WhenAll(some.Select(async name => (name, await Arn(name, ct)))))
            {
                if (arn is not null)
                    found[name] = arn;
            }
        }

        return found;
    }

    /// <summary>Adds what the list has. Nothing, where the caller may not list.</summary>
    private async Task List(string[] wanted, Dictionary<string, string> found, CancellationToken ct)
    {
        try
        {
            foreach (var some in wanted.Chunk(NamesAtOnce))
            {
                string? next = null;
                do
                {
                    var request = new ListSecretsRequest { Filters = [new Filter { Key = FilterNameStringType.Name, Values = [.. some] }], MaxResults = PageSize, NextToken = next };
                    var page = await AwsFailures.Translate("secretsmanager:ListSecrets", () => secrets.ListSecretsAsync(request, ct));
                    // The filter is for how a name begins.
                    foreach (var secret in (page.SecretList ?? []).Where(secret => secret.DeletedDate is null && some.Contains(secret.Name)))
                        found[secret.Name!] = secret.ARN!;

                    next = page.NextToken;
                }
                while (!string.IsNullOrEmpty(next));
            }
        }
        catch (DeployException exception) when (exception.InnerException is AmazonServiceException inner && AwsFailures.IsUnavailable(inner))
        {
            // The right to describe a secret that services use is not the right to list all of them.
        }
    }

    private async Task<string?> Arn(string name, CancellationToken ct)
    {
        try
        {
            var answer = await AwsFailures.Translate(
                "secretsmanager:DescribeSecret", () => secrets.DescribeSecretAsync(new DescribeSecretRequest { SecretId = name }, ct));
            return answer.DeletedDate is null ? answer.ARN : null;
        }
        catch (DeployException exception) when (exception.InnerException is ResourceNotFoundException)
        {
            return null;
        }
    }
}
