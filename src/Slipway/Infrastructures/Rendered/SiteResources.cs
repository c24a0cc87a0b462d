using System.Text.Json.Nodes;
using Slipway.Pipelines.Templates;
using Slipway.Provisioning;
using Slipway.Sites;

namespace Slipway.Infrastructures.Rendered;

/// <summary>A site's private bucket, and the distribution that alone may read it: its routing by a function, the services' paths by behaviors that keep nothing.</summary>
internal sealed class SiteResources(Blueprint blueprint, ImpliedSite site)
{
    private const string PriceClass = "PriceClass";
    private const string ServicesDomain = "ServicesDomainName";
    private const string HasServicesDomain = nameof(HasServicesDomain);
    private const string ServesOverTls = nameof(ServesOverTls);
    private const string SiteOrigin = "site";
    private const string ServicesOrigin = "services";

    // Bytes of an earlier release are copied back from the bucket itself; versions are for what somebody deletes by hand.
    private const int DaysOfVersions = 90;

    private readonly string _name = blueprint.Logical(site.Id);

    private string SiteBucket => $"{_name}Bucket";

    private string Distribution => $"{_name}Distribution";

    private string Function => $"{_name}Routing";

    private string AccessControl => $"{_name}AccessControl";

    private string DomainNames => $"{_name}DomainNames";

    private string CertificateArn => $"{_name}CertificateArn";

    private string HasDomain => $"{_name}HasDomainNames";

    private bool HasServices => blueprint.HasRoutes && site.ServicePaths.Count > 0;

    /// <summary>What all sites are asked for together.</summary>
    public static IEnumerable<(string Name, JsonObject Parameter)> SharedParameters(Blueprint blueprint)
    {
        yield return (PriceClass, TemplateParameter.Choice("Where CloudFront serves from - everywhere, all but the most expensive places, or North America and Europe alone.", "PriceClass_All", "PriceClass_200", "PriceClass_100"));
        if (SharesServices(blueprint))
        {
            yield return (ServicesDomain, TemplateParameter.Of(
                "With CertificateArn - a name of that certificate whose record leads to the load balancer; distributions ask it for the services' paths, over HTTPS.", "", "^$|^[A-Za-z0-9-]+([.][A-Za-z0-9-]+)+$"));
        }
    }

    public static IEnumerable<(string Name, JsonObject Condition)> SharedConditions(Blueprint blueprint) => !SharesServices(blueprint) ? [] :
    [
        (HasServicesDomain, Intrinsic.IsGiven(ServicesDomain)),
        (ServesOverTls, Intrinsic.And(new JsonObject { ["Condition"] = BalancingResources.HasCertificate }, new JsonObject { ["Condition"] = HasServicesDomain })),
    ];

    /// <summary>Over plain HTTP the load balancer would lead every request that a distribution passes on back to the distribution.</summary>
    public static IEnumerable<(string Name, JsonObject Rule)> SharedRules(Blueprint blueprint)
    {
        if (SharesServices(blueprint))
        {
            yield return ("NameOfTheCertificate", new JsonObject
            {
                ["RuleCondition"] = Intrinsic.IsGiven("CertificateArn"),
                ["Assertions"] = new JsonArray(new JsonObject
                {
                    ["Assert"] = Intrinsic.IsGiven(ServicesDomain),
                    ["AssertDescription"] = "CertificateArn needs ServicesDomainName: without it distributions cannot ask the load balancer over HTTPS",
                }),
            });
        }
    }

    public IEnumerable<(string Name, JsonObject Parameter)> Parameters() =>
    [
        (DomainNames, TemplateParameter.Of($"Names under which people ask for {site.Name}, with commas between; empty - CloudFront's own.", "", "^$|^[A-Za-z0-9*.-]+(,[A-Za-z0-9*.-]+)*$")),
        (CertificateArn, TemplateParameter.Of($"With {DomainNames} - ARN of a certificate of ACM in us-east-1 for these names.", "", "^$|^arn:[a-z-]+:acm:us-east-1:.+$")),
    ];

    public IEnumerable<(string Name, JsonObject Condition)> Conditions() => [(HasDomain, Intrinsic.IsGiven(DomainNames))];

    public IEnumerable<(string Name, JsonObject Rule)> Rules() =>
    [
        ($"{_name}Certificate", new JsonObject
        {
            ["RuleCondition"] = Intrinsic.IsGiven(DomainNames),
            ["Assertions"] = new JsonArray(new JsonObject { ["Assert"] = Intrinsic.IsGiven(CertificateArn), ["AssertDescription"] = $"{DomainNames} needs {CertificateArn}" }),
        }),
    ];

    public IEnumerable<(string Name, JsonObject Resource)> Resources()
    {
        yield return (SiteBucket, TemplateResource.Kept("AWS::S3::Bucket", BucketProperties()));
        yield return ($"{SiteBucket}Policy", TemplateResource.Of("AWS::S3::BucketPolicy", new JsonObject { ["Bucket"] = Intrinsic.Ref(SiteBucket), ["PolicyDocument"] = Policy() }));
        if (!site.IsAssets)
        {
            yield return (Function, TemplateResource.Of("AWS::CloudFront::Function", new JsonObject
            {
                ["Name"] = $"{site.Id}-routing",
                ["AutoPublish"] = true,
                ["FunctionConfig"] = new JsonObject { ["Comment"] = "Leads paths without a file to a document", ["Runtime"] = RewriteFunction.Runtime },
                ["FunctionCode"] = RewriteFunction.Of(site.Routing, folder: ""),
            }));
        }

        yield return (AccessControl, TemplateResource.Of("AWS::CloudFront::OriginAccessControl", new JsonObject
        {
            ["OriginAccessControlConfig"] = new JsonObject
            {
                ["Name"] = site.Id,
                ["OriginAccessControlOriginType"] = "s3",
                ["SigningBehavior"] = "always",
                ["SigningProtocol"] = "sigv4",
            },
        }));
        yield return (Distribution, TemplateResource.Of("AWS::CloudFront::Distribution", new JsonObject { ["DistributionConfig"] = Config() }));
    }

    public IEnumerable<(string Name, JsonObject Output)> Outputs() =>
    [
        ($"{_name}Address", new JsonObject { ["Description"] = $"Where {site.Name} is served, and where records of its domain names lead", ["Value"] = Intrinsic.Get(Distribution, "DomainName") }),
    ];

    private static bool SharesServices(Blueprint blueprint) => blueprint.HasRoutes && blueprint.Sites.Any(site => site.ServicePaths.Count > 0);

    private JsonObject BucketProperties() => new()
    {
        ["BucketName"] = site.Bucket(blueprint.Environment),
        ["BucketEncryption"] = new JsonObject
        {
            ["ServerSideEncryptionConfiguration"] = new JsonArray(new JsonObject { ["ServerSideEncryptionByDefault"] = new JsonObject { ["SSEAlgorithm"] = "AES256" } }),
        },
        ["OwnershipControls"] = new JsonObject { ["Rules"] = new JsonArray(new JsonObject { ["ObjectOwnership"] = "BucketOwnerEnforced" }) },
        ["PublicAccessBlockConfiguration"] = new JsonObject { ["BlockPublicAcls"] = true, ["BlockPublicPolicy"] = true, ["IgnorePublicAcls"] = true, ["RestrictPublicBuckets"] = true },
        ["VersioningConfiguration"] = new JsonObject { ["Status"] = "Enabled" },
        ["LifecycleConfiguration"] = new JsonObject
        {
            // Live files never expire: what no release needs is removed by ./build.sh Deploy.
            ["Rules"] = new JsonArray(new JsonObject
            {
                ["Id"] = "Forget",
                ["Status"] = "Enabled",
                ["NoncurrentVersionExpiration"] = new JsonObject { ["NoncurrentDays"] = DaysOfVersions },
                ["AbortIncompleteMultipartUpload"] = new JsonObject { ["DaysAfterInitiation"] = 1 },
            }),
        },
    };

    /// <summary>With s3:ListBucket a file that is not there is a 404; without, S3 would say 403 and hide it.</summary>
    private JsonObject Policy()
    {
        return Policies.Document(Read("s3:GetObject", Intrinsic.Sub($"${{{SiteBucket}.Arn}}/*")), Read("s3:ListBucket", Intrinsic.Get(SiteBucket, "Arn")), new JsonObject
        {
            ["Effect"] = "Deny",
            ["Principal"] = "*",
            ["Action"] = "s3:*",
            ["Resource"] = new JsonArray(Intrinsic.Get(SiteBucket, "Arn"), Intrinsic.Sub($"${{{SiteBucket}.Arn}}/*")),
            ["Condition"] = new JsonObject { ["Bool"] = new JsonObject { ["aws:SecureTransport"] = "false" } },
        });

        JsonObject Read(string action, JsonNode resource) => new()
        {
            ["Effect"] = "Allow",
            ["Principal"] = new JsonObject { ["Service"] = "cloudfront.amazonaws.com" },
            ["Action"] = action,
            ["Resource"] = resource,
            ["Condition"] = new JsonObject
            {
                ["StringEquals"] = new JsonObject { ["AWS:SourceArn"] = Intrinsic.Sub($"arn:${{AWS::Partition}}:cloudfront::{blueprint.Environment.Account}:distribution/${{{Distribution}}}") },
            },
        };
    }

    private JsonObject Config()
    {
        var behaviors = site.Behaviors(HasServices);
        var config = new JsonObject
        {
            ["Comment"] = site.Id,
            ["Enabled"] = true,
            ["HttpVersion"] = "http2and3",
            ["IPV6Enabled"] = true,
            ["PriceClass"] = Intrinsic.Ref(PriceClass),
            ["Aliases"] = Intrinsic.If(HasDomain, new JsonObject { ["Fn::Split"] = new JsonArray(",", Intrinsic.Ref(DomainNames)) }, Intrinsic.NoValue),
            ["ViewerCertificate"] = new JsonObject
            {
                ["AcmCertificateArn"] = Intrinsic.If(HasDomain, Intrinsic.Ref(CertificateArn), Intrinsic.NoValue),
                ["SslSupportMethod"] = Intrinsic.If(HasDomain, "sni-only", Intrinsic.NoValue),
                ["MinimumProtocolVersion"] = Intrinsic.If(HasDomain, "TLSv1.2_2021", Intrinsic.NoValue),
                ["CloudFrontDefaultCertificate"] = Intrinsic.If(HasDomain, Intrinsic.NoValue, true),
            },
            ["Origins"] = new JsonArray([.. Origins()]),
            ["DefaultCacheBehavior"] = Behavior(behaviors[^1], isDefault: true),
        };
        if (site.DefaultRootObject.Length > 0)
            config["DefaultRootObject"] = site.DefaultRootObject;

        if (behaviors.Count > 1)
            config["CacheBehaviors"] = new JsonArray([.. behaviors.SkipLast(1).Select(behavior => (JsonNode)Behavior(behavior, isDefault: false))]);

        return config;
    }

    private IEnumerable<JsonNode> Origins()
    {
        yield return new JsonObject
        {
            ["Id"] = SiteOrigin,
            ["DomainName"] = Intrinsic.Get(SiteBucket, "RegionalDomainName"),
            ["OriginPath"] = site.OriginPath,
            ["OriginAccessControlId"] = Intrinsic.Get(AccessControl, "Id"),
            ["S3OriginConfig"] = new JsonObject { ["OriginAccessIdentity"] = "" },
        };
        if (HasServices)
        {
            yield return new JsonObject
            {
                ["Id"] = ServicesOrigin,
                ["DomainName"] = Intrinsic.If(ServesOverTls, Intrinsic.Ref(ServicesDomain), Intrinsic.Get(BalancingResources.LoadBalancer, "DNSName")),
                ["CustomOriginConfig"] = new JsonObject
                {
                    ["OriginProtocolPolicy"] = Intrinsic.If(ServesOverTls, "https-only", "http-only"),
                    ["OriginSSLProtocols"] = new JsonArray("TLSv1.2"),
                },
            };
        }
    }

    private JsonObject Behavior(ImpliedBehavior behavior, bool isDefault)
    {
        var written = new JsonObject();
        if (!isDefault)
            written["PathPattern"] = behavior.Path;

        written["TargetOriginId"] = behavior.IsService ? ServicesOrigin : SiteOrigin;
        written["ViewerProtocolPolicy"] = "redirect-to-https";
        written["CachePolicyId"] = behavior.IsService ? ManagedPolicies.CachingDisabled : ManagedPolicies.CachingOptimized;
        written["Compress"] = true;
        if (behavior.IsService)
        {
            written["OriginRequestPolicyId"] = ManagedPolicies.AllViewer;
            written["AllowedMethods"] = new JsonArray([.. ManagedPolicies.AnyMethod.Select(method => (JsonNode)method)]);
        }
        else if (isDefault && !site.IsAssets)
        {
            written["FunctionAssociations"] = new JsonArray(new JsonObject { ["EventType"] = "viewer-request", ["FunctionARN"] = Intrinsic.Get(Function, "FunctionARN") });
        }

        return written;
    }
}
