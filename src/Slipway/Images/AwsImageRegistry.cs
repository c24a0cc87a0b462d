using System.Text;
using Amazon.ECR;
using Amazon.ECR.Model;
using Slipway.Aws;

namespace Slipway.Images;

/// <summary>Amazon ECR.</summary>
internal sealed class AwsImageRegistry(IAmazonECR ecr) : IImageRegistry
{
    // DescribeRepositories takes 1 to 100 names.
    private const int NamesAtOnce = 100;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ImageRepository>> Describe(IReadOnlyCollection<string> names, CancellationToken ct)
    {
        List<ImageRepository> found = [];
        foreach (var some in names.Distinct(StringComparer.Ordinal).Chunk(NamesAtOnce))
            found.AddRange(await DescribeSome(some, ct));
        return found;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RegistryImage>> Find(string repository, IReadOnlyCollection<string> ids, CancellationToken ct)
    {
        var request = new BatchGetImageRequest { RepositoryName = repository, ImageIds = [.. ids.Select(Identifier)] };
        try
        {
            var response = await AwsFailures.Translate("ecr:BatchGetImage", () => ecr.BatchGetImageAsync(request, ct));
            return
            [
                .. (response.Images ?? []).Select(image =>
                    new RegistryImage(image.ImageId!.ImageTag, image.ImageId.ImageDigest!, image.ImageManifest!, image.ImageManifestMediaType!)),
            ];
        }
        catch (DeployException exception) when (exception.InnerException is RepositoryNotFoundException)
        {
            return [];
        }
    }

    /// <inheritdoc/>
    public async Task<string?> LifecyclePolicy(string repository, CancellationToken ct)
    {
        try
        {
            var response = await AwsFailures.Translate(
                "ecr:GetLifecyclePolicy", () => ecr.GetLifecyclePolicyAsync(new GetLifecyclePolicyRequest { RepositoryName = repository }, ct));
            return response.LifecyclePolicyText;
        }
        catch (DeployException exception) when (exception.InnerException is LifecyclePolicyNotFoundException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async Task<ImageRepository> Create(string repository, CancellationToken ct)
    {
        var request = new CreateRepositoryRequest
        {
            RepositoryName = repository,
            ImageTagMutability = ImageTagMutability.IMMUTABLE,
            ImageScanningConfiguration = new ImageScanningConfiguration { ScanOnPush = true },
        };
        try
        {
            return Read((await AwsFailures.Translate("ecr:CreateRepository", () => ecr.CreateRepositoryAsync(request, ct))).Repository!);
        }
        catch (DeployException exception) when (exception.InnerException is RepositoryAlreadyExistsException)
        {
            // Another run was quicker.
            return (await DescribeSome([repository], ct)).Single();
        }
    }

    /// <inheritdoc/>
    public Task MakeImmutable(string repository, CancellationToken ct) => AwsFailures.Translate("ecr:PutImageTagMutability", () => ecr.PutImageTagMutabilityAsync(
        new PutImageTagMutabilityRequest { RepositoryName = repository, ImageTagMutability = ImageTagMutability.IMMUTABLE }, ct));

    /// <inheritdoc/>
    public Task ScanOnPush(string repository, CancellationToken ct) => AwsFailures.Translate("ecr:PutImageScanningConfiguration", () => ecr.PutImageScanningConfigurationAsync(
        new PutImageScanningConfigurationRequest
        {
            RepositoryName = repository,
            ImageScanningConfiguration = new ImageScanningConfiguration { ScanOnPush = true },
        },
        ct));

    /// <inheritdoc/>
    public Task PutLifecyclePolicy(string repository, string policy, CancellationToken ct) => AwsFailures.Translate("ecr:PutLifecyclePolicy", () => ecr.PutLifecyclePolicyAsync(
        new PutLifecyclePolicyRequest { RepositoryName = repository, LifecyclePolicyText = policy }, ct));

    /// <inheritdoc/>
    public async Task<TagResult> AddTag(string repository, string tag, RegistryImage image, CancellationToken ct)
    {
        var request = new PutImageRequest
        {
            RepositoryName = repository,
            ImageTag = tag,
            ImageDigest = image.Digest,
            ImageManifest = image.Manifest,
            ImageManifestMediaType = image.MediaType,
        };
        try
        {
            await AwsFailures.Translate("ecr:PutImage", () => ecr.PutImageAsync(request, ct));
            return TagResult.Added;
        }
        // The first one says that the tag names this very image, the second that it names another, or that of an immutable repository.
        catch (DeployException exception) when (exception.InnerException is ImageAlreadyExistsException or ImageTagAlreadyExistsException)
        {
            return TagResult.Taken;
        }
        catch (DeployException exception) when (exception.InnerException is LimitExceededException)
        {
            return TagResult.Full;
        }
    }

    /// <inheritdoc/>
    public async Task<RegistryCredentials> Credentials(string registry, CancellationToken ct)
    {
        var response = await AwsFailures.Translate("ecr:GetAuthorizationToken", () => ecr.GetAuthorizationTokenAsync(new GetAuthorizationTokenRequest(), ct));
        var token = Encoding.UTF8.GetString(Convert.FromBase64String(response.AuthorizationData![0].AuthorizationToken!));
        return token.Split(':', 2) is [var user, var password]
            ? new RegistryCredentials(registry, user, new Password(password))
            : throw new InvalidDataException("ECR's authorization token is not user:password in base 64.");
    }

    /// <summary>One missing repository makes ECR refuse the whole question; then each is asked for on its own.</summary>
    private async Task<IReadOnlyList<ImageRepository>> DescribeSome(string[] names, CancellationToken ct)
    {
        try
        {
            var response = await AwsFailures.Translate(
                "ecr:DescribeRepositories", () => ecr.DescribeRepositoriesAsync(new DescribeRepositoriesRequest { RepositoryNames = [.. names] }, ct));
            return [.. response.Repositories!.Select(Read)];
        }
        catch (DeployException exception) when (exception.InnerException is RepositoryNotFoundException && names.Length == 1)
        {
            return [];
        }
        catch (DeployException exception) when (exception.InnerException is RepositoryNotFoundException)
        {
            var each = await Task.WhenAll(names.Select(name => DescribeSome([name], ct)));
            return [.. each.SelectMany(found => found)];
        }
    }

    private static ImageRepository Read(Repository repository) => new(
        repository.RepositoryName!,
        repository.RepositoryUri!,
        repository.ImageTagMutability == ImageTagMutability.IMMUTABLE,
        repository.ImageScanningConfiguration?.ScanOnPush ?? false);

    private static ImageIdentifier Identifier(string id) => id.StartsWith("sha256:", StringComparison.Ordinal)
        ? new ImageIdentifier { ImageDigest = id }
        : new ImageIdentifier { ImageTag = id };
}
