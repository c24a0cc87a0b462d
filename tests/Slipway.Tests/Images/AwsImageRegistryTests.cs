using System.Reflection;
using System.Text;
using Amazon.ECR;
using Amazon.ECR.Model;
using Slipway.Images;

namespace Slipway.Tests.Images;

public sealed class AwsImageRegistryTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    private readonly List<object> _requests = [];

    [Fact]
    public async Task One_missing_repository_does_not_hide_the_others()
    {
        var registry = Registry(request => request is DescribeRepositoriesRequest describe && describe.RepositoryNames!.Contains("chat/new")
            ? throw new RepositoryNotFoundException("chat/new")
            : new DescribeRepositoriesResponse { Repositories = [Repository(((DescribeRepositoriesRequest)request).RepositoryNames!.Single())] });

        var found = await registry.Describe(["chat/a", "chat/new", "chat/b", "chat/a"], Ct);

        Assert.Equal(
            [new ImageRepository("chat/a", "r/chat/a", Immutable: true, ScansOnPush: true), new ImageRepository("chat/b", "r/chat/b", Immutable: true, ScansOnPush: true)],
            found);
        Assert.Equal(4, _requests.Count);
    }

    [Fact]
    public async Task Repositories_that_all_exist_are_described_in_one_call_and_their_settings_read()
    {
        var registry = Registry(_ => new DescribeRepositoriesResponse
        {
            Repositories = [new Repository { RepositoryName = "chat/a", RepositoryUri = "r/chat/a", ImageTagMutability = ImageTagMutability.MUTABLE }],
        });

        Assert.Equal([new ImageRepository("chat/a", "r/chat/a", Immutable: false, ScansOnPush: false)], await registry.Describe(["chat/a"], Ct));
        Assert.Single(_requests);
    }

    [Fact]
    public async Task Tags_and_digests_are_looked_up_in_one_call()
    {
        var registry = Registry(_ => new BatchGetImageResponse
        {
            Images = [new Image { ImageId = new ImageIdentifier { ImageTag = "t", ImageDigest = "sha256:1" }, ImageManifest = "{}", ImageManifestMediaType = "m" }],
        });

        Assert.Equal([new RegistryImage("t", "sha256:1", "{}", "m")], await registry.Find("chat/a", ["t", "sha256:2"], Ct));
        var ids = ((BatchGetImageRequest)Assert.Single(_requests)).ImageIds!;
        Assert.Equal([("t", null), (null, "sha256:2")], ids.Select(id => (id.ImageTag, id.ImageDigest)));
    }

    [Fact]
    public async Task What_is_not_there_is_nothing_and_no_error()
    {
        Assert.Empty(await Registry(_ => throw new RepositoryNotFoundException("gone")).Find("chat/a", ["t"], Ct));
        Assert.Null(await Registry(_ => throw new LifecyclePolicyNotFoundException("none")).LifecyclePolicy("chat/a", Ct));
    }

    [Fact]
    public async Task A_repository_that_another_run_has_just_made_is_used()
    {
        var registry = Registry(request => request is CreateRepositoryRequest
            ? throw new RepositoryAlreadyExistsException("there")
            : new DescribeRepositoriesResponse { Repositories = [Repository("chat/a")] });

        Assert.Equal("r/chat/a", (await registry.Create("chat/a", Ct)).Uri);
        var create = (CreateRepositoryRequest)_requests[0];
        Assert.Equal((ImageTagMutability.IMMUTABLE, true), (create.ImageTagMutability, create.ImageScanningConfiguration!.ScanOnPush));
    }

    [Fact]
    public async Task A_tag_is_added_to_the_manifest_as_it_is_and_a_taken_one_is_told()
    {
        var image = new RegistryImage(null, "sha256:1", "{ }", "m");

        Assert.Equal(TagResult.Added, await Registry(_ => new PutImageResponse()).AddTag("chat/a", "t", image, Ct));
        var put = (PutImageRequest)Assert.Single(_requests);
        Assert.Equal(("chat/a", "t", "sha256:1", "{ }", "m"), (put.RepositoryName, put.ImageTag, put.ImageDigest, put.ImageManifest, put.ImageManifestMediaType));

        Assert.Equal(TagResult.Taken, await Registry(_ => throw new ImageAlreadyExistsException("same")).AddTag("chat/a", "t", image, Ct));
        Assert.Equal(TagResult.Taken, await Registry(_ => throw new ImageTagAlreadyExistsException("other")).AddTag("chat/a", "t", image, Ct));
        Assert.Equal(TagResult.Full, await Registry(_ => throw new LimitExceededException("full")).AddTag("chat/a", "t", image, Ct));
        var refused = await Assert.ThrowsAsync<DeployException>(() => Registry(_ => throw new LayersNotFoundException("gone")).AddTag("chat/a", "t", image, Ct));
        Assert.StartsWith("ecr:PutImage was refused.", refused.Message, StringComparison.Ordinal);
        Assert.IsType<LayersNotFoundException>(refused.InnerException);
    }

    [Fact]
    public async Task The_token_is_user_and_password_and_the_password_may_hold_a_colon()
    {
        var token = Convert.ToBase64String(Encoding.UTF8.GetBytes("AWS:pass:word"));
        var registry = Registry(_ => new GetAuthorizationTokenResponse { AuthorizationData = [new AuthorizationData { AuthorizationToken = token }] });

        var credentials = await registry.Credentials("r", Ct);

        Assert.Equal(("r", "AWS", "pass:word"), (credentials.Registry, credentials.User, credentials.Password.Reveal()));
    }

    private static Repository Repository(string name) => new()
    {
        RepositoryName = name,
        RepositoryUri = $"r/{name}",
        ImageTagMutability = ImageTagMutability.IMMUTABLE,
        ImageScanningConfiguration = new ImageScanningConfiguration { ScanOnPush = true },
    };

    private AwsImageRegistry Registry(Func<object, object> answer)
    {
        var ecr = DispatchProxy.Create<IAmazonECR, AnsweredEcr>();
        ((AnsweredEcr)ecr).Answer = request =>
        {
            lock (_requests)
                _requests.Add(request);
            return answer(request);
        };
        return new AwsImageRegistry(ecr);
    }
}

/// <summary>An ECR whose every call is answered by one function; whatever it throws, the call throws.</summary>
internal class AnsweredEcr : DispatchProxy
{
    public Func<object, object> Answer { get; set; } = _ => throw new InvalidOperationException("no answer was given");

    protected override object Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var response = targetMethod!.ReturnType.GetGenericArguments()[0];
        try
        {
            return typeof(Task).GetMethod(nameof(Task.FromResult))!.MakeGenericMethod(response).Invoke(null, [Answer(args![0]!)])!;
        }
        catch (Exception exception) when (exception is not TargetInvocationException)
        {
            return typeof(Task).GetMethods().Single(method => method is { Name: nameof(Task.FromException), IsGenericMethod: true })
                .MakeGenericMethod(response).Invoke(null, [exception])!;
        }
    }
}
