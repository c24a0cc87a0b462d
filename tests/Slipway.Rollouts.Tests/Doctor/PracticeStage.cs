using Amazon.CloudFront;
using Amazon.CloudFront.Model;
using Amazon.ECS.Model;
using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;
using Slipway.Aws;
using Slipway.Doctor;
using Slipway.Images;
using Slipway.Processes;
using Slipway.Provisioning;
using Slipway.Rehearsal;
using Slipway.Releases;
using Slipway.Rollouts.Access;
using Task = System.Threading.Tasks.Task;

namespace Slipway.Rollouts.Doctor;

/// <summary>A rehearsal cloud as an environment of AWS in which nothing is wrong: two releases, autoscaling, alarms, TLS.</summary>
public sealed class PracticeStage : IAsyncLifetime
{
    private const double Speed = 60;

    private static readonly NoDocker Processes = new(new SystemProcesses(TimeProvider.System));

    private readonly TemporaryFolder _repository = new();
    private readonly TemporaryFolder _folder = new();
    private readonly StoreTasks _tasks = new();
    private RehearsalCloud _cloud = null!;

    internal DeployEnvironment Environment { get; private set; } = null!;

    internal AwsSession Session { get; private set; } = null!;

    internal AwsWire Wire { get; private set; } = null!;

    internal Infrastructure Infrastructure => (Infrastructure)Environment.Infrastructure!;

    internal string ReleaseBucket => ReleaseBucketName.Of(Practice.Application, Environment);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _cloud = await RehearsalCloud.Start(new RehearsalOptions(_folder.Path, _ => _tasks) { Speed = Speed }, Ct);
        Environment = Practice.Application.Environments[0] with { Profile = Credentials.Profile(Practice.Account, null) };
        Session = new AwsSession(Environment, _cloud.AwsEndpoint);
        Wire = new AwsWire(_cloud.AwsEndpoint);
        await Session.CheckCaller(Ct);
        await Provision();
        await Git("init", "--quiet", "--initial-branch", "main");
        await Store().Bootstrap.Run(Practice.Application, Environment, Ct);
        await Ship("one");
        await Ship("two");
        await Furnish();
    }

    public async ValueTask DisposeAsync()
    {
        Wire.Dispose();
        Session.Dispose();
        await _cloud.DisposeAsync();
        await _tasks.DisposeAsync();
        _folder.Dispose();
        _repository.Dispose();
    }

    /// <summary>A checkup as the target makes it.</summary>
    /// <param name="other">Changes ports for what the rehearsal cloud cannot be made to answer.</param>
    internal async Task<(Verdict Verdict, Told Told)> Look(Func<CheckupPorts, CheckupPorts>? other = null)
    {
        var told = new Told();
        using var tools = new ReleaseTools(Request(), Processes, told, TimeProvider.System);
        var ports = AwsCheckup.Ports(Session, Environment, tools.Store);
        var checkup = AwsCheckup.Of(other?.Invoke(ports) ?? ports, tools.Store, tools.Back, told, TimeProvider.System);
        return (await checkup.Look(new CheckupSubject(Practice.Application, Environment, Infrastructure), Ct), told);
    }

    internal async Task Distribution(Action<DistributionConfig> change)
    {
        var found = await Session.CloudFront.GetDistributionConfigAsync(new GetDistributionConfigRequest { Id = Infrastructure.Sites["pages"].Distribution }, Ct);
        change(found.DistributionConfig!);
        await Session.CloudFront.UpdateDistributionAsync(
            new UpdateDistributionRequest { Id = Infrastructure.Sites["pages"].Distribution, IfMatch = found.ETag, DistributionConfig = found.DistributionConfig }, Ct);
    }

    internal Task Service(string name, Action<UpdateServiceRequest> change)
    {
        var request = new UpdateServiceRequest { Cluster = Infrastructure.Cluster, Service = name };
        change(request);
        return Session.Ecs.UpdateServiceAsync(request, Ct);
    }

    internal Task Scale(string service, int min, int max, string more = "") => Wire.Scale(
        "RegisterScalableTarget", $$"""{ {{Target(service)}}, "MinCapacity": {{min}}, "MaxCapacity": {{max}}{{more}} }""");

    internal Task Track(string service, int percent) => Wire.Scale(
        "PutScalingPolicy",
        $$"""
        { {{Target(service)}}, "PolicyName": "cpu", "PolicyType": "TargetTrackingScaling",
          "TargetTrackingScalingPolicyConfiguration": { "TargetValue": {{percent}}, "PredefinedMetricSpecification": { "PredefinedMetricType": "ECSServiceAverageCPUUtilization" } } }
        """);

    internal Task Unscale(string service) => Wire.Scale("DeregisterScalableTarget", $$"""{ {{Target(service)}} }""");

    internal Task Watch(string service) => Wire.Query(
        "monitoring", "2010-08-01",
        ("Action", "PutMetricAlarm"), ("AlarmName", $"{service}-cpu"), ("Namespace", "AWS/ECS"), ("MetricName", "CPUUtilization"), ("Statistic", "Average"),
        ("Period", "60"), ("EvaluationPeriods", "3"), ("Threshold", "90"), ("ComparisonOperator", "GreaterThanThreshold"),
        ("Dimensions.member.1.Name", "ClusterName"), ("Dimensions.member.1.Value", Infrastructure.Cluster), ("Dimensions.member.2.Name", "ServiceName"), ("Dimensions.member.2.Value", $"shop-{service}"));

    private string Target(string service) =>
        $"\"ServiceNamespace\": \"ecs\", \"ScalableDimension\": \"ecs:service:DesiredCount\", \"ResourceId\": \"service/{Infrastructure.Cluster}/shop-{service}\"";

    private Task WatchTargets(string service)
    {
        var arn = Infrastructure.TargetGroups[service];
        return Wire.Query(
            "monitoring", "2010-08-01",
            ("Action", "PutMetricAlarm"), ("AlarmName", $"{service}-hosts"), ("Namespace", "AWS/ApplicationELB"), ("MetricName", "UnHealthyHostCount"), ("Statistic", "Maximum"),
            ("Period", "60"), ("EvaluationPeriods", "1"), ("Threshold", "1"), ("ComparisonOperator", "GreaterThanOrEqualToThreshold"),
            ("Dimensions.member.1.Name", "TargetGroup"), ("Dimensions.member.1.Value", arn[(arn.LastIndexOf(':') + 1)..]));
    }

    /// <summary>Infrastructure that is there before anything is shipped. The load balancer has no public address: the rehearsal's speak no TLS.</summary>
    private async Task Provision()
    {
        var implied = ImpliedInfrastructure.Of(Practice.Application, Environment);
        await Session.LoadBalancing.CreateLoadBalancerAsync(
            new CreateLoadBalancerRequest { Name = implied.LoadBalancer, Subnets = [.. ImpliedInfrastructure.Subnets], Scheme = LoadBalancerSchemeEnum.Internal }, Ct);
        await new AwsRehearsalSecrets(Session.Secrets, new Told()).Ensure(Practice.Application, Environment, [], Ct);
        var provisioning = new AwsRehearsalInfrastructure(Session.Ecs, new AwsRehearsalBalancing(Session.LoadBalancing), new AwsRehearsalSites(Session.S3, Session.CloudFront));
        Environment = Environment with { Infrastructure = await provisioning.Ensure(implied, Environment, Ct) };
    }

    /// <summary>What Slipway leaves to others.</summary>
    private async Task Furnish()
    {
        await Distribution(config =>
        {
            config.DefaultCacheBehavior!.ViewerProtocolPolicy = ViewerProtocolPolicy.RedirectToHttps;
            foreach (var behavior in config.CacheBehaviors!.Items!)
                behavior.ViewerProtocolPolicy = ViewerProtocolPolicy.RedirectToHttps;
        });
        await Scale("web", 2, 4);
        await Track("web", 70);
        await Service("shop-green", green => green.DesiredCount = 2);
        foreach (var service in Practice.Application.Services)
            await Watch(service.Name);

        foreach (var service in Infrastructure.TargetGroups.Keys)
            await WatchTargets(service);
    }

    /// <summary>A release of its own, with files of its own.</summary>
    private async Task Ship(string version)
    {
        await Write("app/Dockerfile", "FROM scratch\nCOPY version.txt /\n");
        await Write("app/version.txt", version);
        await Write(".gitignore", ".nuke/\n");
        await Write("dist/index.html", $"<script src=\"/assets/app.3f9c1a2b.js\"></script>{version}");
        await Write("dist/assets/app.3f9c1a2b.js", "app");
        await Git("add", "--all");
        await Git("-c", "user.name=Test", "-c", "user.email=test@example.com", "commit", "--quiet", "--message", version);

        var told = new Told();
        using var tools = new ReleaseTools(Request(), Processes, told, TimeProvider.System);
        var record = await new Release(Request(), tools, told, TimeProvider.System).Deploy(Ct);
        Assert.True(record.ExitCode == 0, told.Text);
    }

    private ReleaseRequest Request() =>
        new(_repository.Path, Practice.Application, Environment, _cloud.AwsEndpoint, new DockerConnection(NoDocker.Name, null), Rebuild: false) { Tempo = new Tempo(Speed) };

    private ReleaseStore Store() => new(Session, Practice.Application, Environment, new Tempo(Speed), new Told(), TimeProvider.System);

    private async Task Write(string path, string text)
    {
        var full = Path.Combine(_repository.Path, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        await File.WriteAllTextAsync(full, text, Ct);
    }

    private async Task Git(params IReadOnlyList<string> arguments)
    {
        var result = await Processes.Run(new Command("git", arguments) { Directory = _repository.Path }, onLine: null, Ct);
        Assert.True(result.ExitCode == 0, result.Error);
    }
}
