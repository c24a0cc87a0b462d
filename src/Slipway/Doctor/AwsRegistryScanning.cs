using Amazon.ECR;
using Amazon.ECR.Model;
using Slipway.Infrastructures;

namespace Slipway.Doctor;

/// <summary>The scanning configuration of an ECR registry.</summary>
internal sealed class AwsRegistryScanning(IAmazonECR ecr) : IRegistryScanning
{
    /// <inheritdoc/>
    public Task<Answer<IReadOnlyList<ScanRule>>> Rules(CancellationToken ct) => AwsAnswers.Ask<IReadOnlyList<ScanRule>>("ecr:GetRegistryScanningConfiguration", async () =>
    {
        var found = await ecr.GetRegistryScanningConfigurationAsync(new GetRegistryScanningConfigurationRequest(), ct);
        return
        [
            .. (found.ScanningConfiguration?.Rules ?? []).Select(rule => new ScanRule(
                [.. (rule.RepositoryFilters ?? []).Select(filter => filter.Filter ?? "")], rule.ScanFrequency == ScanFrequency.MANUAL)),
        ];
    });
}
