using Amazon.CloudFront;
using Amazon.CloudFront.Model;
using Slipway.Sites;

namespace Slipway.Infrastructures;

/// <summary>Amazon CloudFront.</summary>
internal sealed class AwsDistributions(IAmazonCloudFront cloudFront, ICdn cdn) : IDistributions
{
    /// <inheritdoc/>
    public Task<Answer<IReadOnlyList<DistributionName>>> All(CancellationToken ct) => AwsAnswers.Ask<IReadOnlyList<DistributionName>>("cloudfront:ListDistributions", async () =>
    {
        List<DistributionName> found = [];
        string? marker = null;
        do
        {
            var page = (await cloudFront.ListDistributionsAsync(new ListDistributionsRequest { Marker = marker }, ct)).DistributionList!;
            found.AddRange((page.Items ?? []).Select(Read));
            marker = page.IsTruncated == true ? page.NextMarker : null;
        }
        while (!string.IsNullOrEmpty(marker));

        return found;
    });

    /// <inheritdoc/>
    public Task<Answer<DistributionFacts?>> Distribution(string id, CancellationToken ct) => AwsAnswers.Ask(() => cdn.Distribution(id, ct));

    private static DistributionName Read(DistributionSummary distribution) => new(
        distribution.Id!, distribution.Comment ?? "",
        [.. (distribution.Origins?.Items ?? []).Select(origin => new OriginFacts(origin.Id!, origin.DomainName!, (origin.OriginPath ?? "").TrimEnd('/')))]);
}
