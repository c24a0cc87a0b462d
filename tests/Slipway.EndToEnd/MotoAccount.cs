using System.Net;
using AWSSDK.Tests.Aws;
using Slipway.Processes;

namespace Slipway.EndToEnd;

/// <summary>
/// An account in moto in which boto3 has made what <see cref="MotoBuild"/> refers to, and a repository to ship from. Nothing of the
/// rehearsal cloud is in it.
/// </summary>
public sealed class MotoAccount : IAsyncDisposable
{
    /// <summary>Makes the infrastructure of the environment dev by the names of the convention, and of the site; prints the distribution's id.</summary>
    private const string Script =
        """
        import boto3, json

        session = boto3.session.Session(region_name="ap-northeast-2")
        ec2, iam, ecs, elb = (session.client(name) for name in ("ec2", "iam", "ecs", "elbv2"))
        s3, cdn, secrets = (session.client(name) for name in ("s3", "cloudfront", "secretsmanager"))

        def named(kind, name):
            return [{"ResourceType": kind, "Tags": [{"Key": "Name", "Value": name}]}]

        def subnet(number, name):
            made = ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{number}.0/24", AvailabilityZone="ap-northeast-2" + name[-1], TagSpecifications=named("subnet", name))
            return made["Subnet"]["SubnetId"]

        vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        private = [subnet(1, "shop-dev-private-a"), subnet(2, "shop-dev-private-b")]
        address = ec2.allocate_address(Domain="vpc")["AllocationId"]
        nat = ec2.create_nat_gateway(SubnetId=subnet(9, "shop-dev-public-a"), AllocationId=address)["NatGateway"]["NatGatewayId"]
        table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
        ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", NatGatewayId=nat)
        for one in private:
            ec2.associate_route_table(RouteTableId=table, SubnetId=one)
        ec2.create_security_group(VpcId=vpc, GroupName="shop-dev-tasks", Description="tasks")

        trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
        for role in ("shop-dev-execution", "shop-dev-task", "deployer"):
            iam.create_role(RoleName=role, AssumeRolePolicyDocument=json.dumps(trust))
        ecs.create_cluster(clusterName="shop-dev")
        secrets.create_secret(Name="shop/dev/database", SecretString="{}")

        balancer = elb.create_load_balancer(Name="shop-dev", Subnets=private)["LoadBalancers"][0]["LoadBalancerArn"]
        group = elb.create_target_group(
            Name="shop-dev-web", Protocol="HTTP", Port=80, VpcId=vpc, TargetType="ip", Matcher={"HttpCode": "200"}, HealthCheckPath="/health",
            HealthCheckIntervalSeconds=10, HealthCheckTimeoutSeconds=5, HealthyThresholdCount=2, UnhealthyThresholdCount=2)["TargetGroups"][0]["TargetGroupArn"]
        elb.create_listener(LoadBalancerArn=balancer, Protocol="HTTP", Port=80, DefaultActions=[{"Type": "forward", "TargetGroupArn": group}])

        bucket = "pages-dev-web-123456789012"
        # Moto heeds a bucket policy that denies plain HTTP, and not its condition: the site's release bucket is made without one.
        for name in (bucket, "slipway-pages-dev-123456789012"):
            s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "ap-northeast-2"})
            s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
        reading = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{bucket}/*"}
        s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [reading]}))
        made = cdn.create_distribution(DistributionConfig={
            "CallerReference": "pages", "Comment": "", "Enabled": True, "DefaultRootObject": "index.html",
            "Origins": {"Quantity": 1, "Items": [{"Id": "bucket", "DomainName": bucket + ".s3.ap-northeast-2.amazonaws.com", "S3OriginConfig": {"OriginAccessIdentity": ""}}]},
            "DefaultCacheBehavior": {"TargetOriginId": "bucket", "ViewerProtocolPolicy": "redirect-to-https", "MinTTL": 0, "DefaultTTL": 86400, "MaxTTL": 31536000,
                                     "ForwardedValues": {"QueryString": False, "Cookies": {"Forward": "none"}}}})
        print(made["Distribution"]["Id"])
        """;

    private static readonly SystemProcesses Processes = new(TimeProvider.System);

    private readonly DirectoryInfo _repository = Directory.CreateTempSubdirectory("slipway-moto-");
    private readonly SemaphoreSlim _once = new(1);
    private readonly HttpListener _edge = new();
    private MotoServer? _server;
    private Dictionary<string, string?> _variables = [];

    /// <summary>Runs a target against moto. Skips the test where Python or moto is absent.</summary>
    public async Task<(int Code, string Output)> Build(CancellationToken ct, params IReadOnlyList<string> words)
    {
        await Start(ct);
        var result = await Processes.Run(
            new Command("dotnet", [typeof(MotoProgram).Assembly.Location, .. words]) { Directory = _repository.FullName, Environment = _variables }, onLine: null, ct);
        return (result.ExitCode, result.Output + result.Error);
    }

    /// <summary>What Python prints; <c>session</c> is boto3's for the account.</summary>
    public async Task<string> Python(string script, CancellationToken ct)
    {
        await Start(ct);
        return await Run(new Command("python3", "-c", $"import boto3\nsession = boto3.session.Session(region_name=\"{MotoBuild.Region}\")\n{script}") { Environment = _variables }, ct);
    }

    /// <summary>Changes a file of the repository and commits it.</summary>
    public async Task Commit(string path, string text, CancellationToken ct)
    {
        await Write(path, text, ct);
        await Commit(ct);
    }

    private Task Write(string path, string text, CancellationToken ct)
    {
        var full = Path.Combine(_repository.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        return File.WriteAllTextAsync(full, text, ct);
    }

    public async ValueTask DisposeAsync()
    {
        _edge.Close();
        _once.Dispose();
        if (_server is not null)
            await _server.DisposeAsync();

        _repository.Delete(recursive: true);
    }

    private async Task Start(CancellationToken ct)
    {
        await _once.WaitAsync(ct);
        try
        {
            if (_server is not null)
                return;

            _server = await MotoServer.Start();
            var edge = OpenEdge(_server.Url);
            // What the machine's own AWS settings say must not matter.
            _variables = Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)).ToDictionary(name => name, _ => (string?)null);
            foreach (var (name, value) in new[]
            {
                ("AWS_ENDPOINT_URL", _server.Url), ("AWS_ACCESS_KEY_ID", "test"), ("AWS_SECRET_ACCESS_KEY", "test"), ("AWS_EC2_METADATA_DISABLED", "true"),
                (MotoProgram.BuildVariable, "yes"), (MotoBuild.AddressVariable, edge), ("GITHUB_ACTIONS", ""),
            })
            {
                _variables[name] = value;
            }

            _variables[MotoBuild.DistributionVariable] = (await Run(new Command("python3", "-c", Script) { Environment = _variables }, ct)).Trim();
            await Begin(ct);
        }
        finally
        {
            _once.Release();
        }
    }

    private async Task Begin(CancellationToken ct)
    {
        await Write(".gitignore", ".nuke/temp/\n", ct);
        await Write(".nuke/parameters.json", "{}", ct);
        await Write("web/Dockerfile", "FROM scratch\n", ct);
        await Write("pages/index.html", "<script src=\"/zoom.3f9c1a2b.js\"></script>", ct);
        await Write("pages/zoom.3f9c1a2b.js", "zoom()", ct);
        await Git("init --quiet", ct);
        await Commit(ct);
    }

    private async Task Commit(CancellationToken ct)
    {
        await Git("add --all", ct);
        await Git("-c user.name=Test -c user.email=test@example.com commit --quiet --message Work", ct);
    }

    private Task Git(string arguments, CancellationToken ct) => Run(new Command("git", arguments.Split(' ')) { Directory = _repository.FullName }, ct);

    private static async Task<string> Run(Command command, CancellationToken ct)
    {
        var result = await Processes.Run(command, onLine: null, ct);
        Assert.True(result.ExitCode == 0, result.Error);
        return result.Output;
    }

    /// <summary>Stands for the distribution: serves the site's bucket from loopback, since moto's distributions have no edges.</summary>
    private string OpenEdge(string moto)
    {
        var address = $"http://127.0.0.1:{FreePort()}/";
        _edge.Prefixes.Add(address);
        _edge.Start();
        _ = Serve(moto);
        return address;
    }

    private async Task Serve(string moto)
    {
        using var http = new HttpClient();
        while (_edge.IsListening)
        {
            try
            {
                var context = await _edge.GetContextAsync();
                var path = context.Request.Url!.AbsolutePath is "/" ? "/index.html" : context.Request.Url.AbsolutePath;
                using var answer = await http.GetAsync(new Uri($"{moto}/pages-dev-web-{MotoBuild.Account}{path}"));
                context.Response.StatusCode = (int)answer.StatusCode;
                context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
                // As it was sent: the client's own type puts the directives in another order.
                if (answer.Headers.NonValidated.TryGetValues("Cache-Control", out var kept))
                    context.Response.Headers["Cache-Control"] = kept.ToString();
                await answer.Content.CopyToAsync(context.Response.OutputStream);
                context.Response.Close();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException or HttpRequestException)
            {
                // The account was closed.
            }
        }
    }

    private static int FreePort()
    {
        using var socket = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }
}
