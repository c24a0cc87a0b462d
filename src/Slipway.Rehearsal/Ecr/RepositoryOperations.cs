using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Ecr;

/// <summary>ECR's operations on repositories.</summary>
internal sealed partial class RepositoryOperations(Repositories repositories, string registry, RehearsalTime time)
{
    private static readonly IReadOnlyList<string> Mutabilities = ["MUTABLE", "IMMUTABLE", "IMMUTABLE_WITH_EXCLUSION", "MUTABLE_WITH_EXCLUSION"];

    public JsonObject Create(JsonObject input, Caller caller)
    {
        var name = input.RequiredString("repositoryName");
        if (name.Length is < 2 or > 256 || !ValidName().IsMatch(name))
        {
            throw new AwsError(
                "InvalidParameterException",
                $"Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must satisfy regular expression '(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*'', found '{name}'");
        }

        var repository = WithMutability(new Repository(name, Account(input, caller), caller.Region, time.Now), input) with
        {
            ScanOnPush = ScanOnPush(input),
            ResourceTags = TagsIn(input),
        };
        repositories.Add(repository);
        return new JsonObject { ["repository"] = Describe(repository) };
    }

    public JsonObject Describe(JsonObject input, Caller caller)
    {
        var names = input.Strings("repositoryNames");
        if (names.Count > 0)
        {
            var found = names.Select(name => (JsonNode)Describe(repositories.Get(name, Account(input, caller))));
            return new JsonObject { ["repositories"] = new JsonArray([.. found]) };
        }

        var (page, next) = Page.Of(repositories.Of(Account(input, caller)), repository => repository.Name, input, 100);
        return new JsonObject { ["repositories"] = new JsonArray([.. page.Select(Describe)]), ["nextToken"] = next };
    }

    public JsonObject Delete(JsonObject input, Caller caller)
    {
        var repository = Named(input, caller);
        if (repository.Images.Count > 0 && input.OptionalBool("force") != true)
        {
            throw new AwsError(
                "RepositoryNotEmptyException",
                $"The repository with name '{repository.Name}' in registry with id '{repository.Account}' cannot be deleted because it still contains images");
        }

        repositories.Remove(repository.Name, repository.Account);
        return new JsonObject { ["repository"] = Describe(repository) };
    }

    public JsonObject PutMutability(JsonObject input, Caller caller)
    {
        input.RequiredString("imageTagMutability");
        var repository = Change(input, caller, old => WithMutability(old, input));
        return Answer(repository, "imageTagMutability", repository.Mutability);
    }

    public JsonObject PutScanning(JsonObject input, Caller caller)
    {
        input.RequiredObject("imageScanningConfiguration");
        var repository = Change(input, caller, old => old with { ScanOnPush = ScanOnPush(input) });
        return Answer(repository, "imageScanningConfiguration", new JsonObject { ["scanOnPush"] = repository.ScanOnPush });
    }

    public JsonObject PutLifecyclePolicy(JsonObject input, Caller caller)
    {
        var text = input.RequiredString("lifecyclePolicyText");
        LifecyclePolicy.Check(text);
        return Answer(Change(input, caller, old => old with { LifecyclePolicy = text }), "lifecyclePolicyText", text);
    }

    public JsonObject GetLifecyclePolicy(JsonObject input, Caller caller)
    {
        var repository = Named(input, caller);
        return Answer(repository, "lifecyclePolicyText", repository.LifecyclePolicy ?? throw new AwsError(
            "LifecyclePolicyNotFoundException",
            $"Lifecycle policy does not exist for the repository with name '{repository.Name}' in the registry with id '{repository.Account}'"));
    }

    /// <summary>A policy is kept and answered as it was set. It is enforced for nothing: every account pulls from every repository.</summary>
    public JsonObject SetPolicy(JsonObject input, Caller caller)
    {
        var text = input.RequiredString("policyText");
        try
        {
            if (JsonNode.Parse(text) is not JsonObject policy || !policy.Has("Statement"))
                throw InvalidPolicy("it has no Statement");
        }
        catch (JsonException exception)
        {
            throw InvalidPolicy(exception.Message);
        }

        return Answer(Change(input, caller, old => old with { Policy = text }), "policyText", text);
    }

    public JsonObject GetPolicy(JsonObject input, Caller caller)
    {
        var repository = Named(input, caller);
        return Answer(repository, "policyText", repository.Policy ?? throw new AwsError(
            "RepositoryPolicyNotFoundException",
            $"Repository policy does not exist for the repository with name '{repository.Name}' in the registry with id '{repository.Account}'"));
    }

    public JsonObject ListTags(JsonObject input, Caller caller) =>
        new()
        {
            ["tags"] = new JsonArray([.. ByArn(input, caller).ResourceTags.Select(tag => new JsonObject { ["Key"] = tag.Key, ["Value"] = tag.Value })]),
        };

    public JsonObject Tag(JsonObject input, Caller caller)
    {
        var repository = ByArn(input, caller);
        repositories.Change(repository.Name, repository.Account, old => old with { ResourceTags = old.ResourceTags.SetItems(TagsIn(input)) });
        return [];
    }

    private Repository ByArn(JsonObject input, Caller caller)
    {
        var arn = input.RequiredString("resourceArn");
        return repositories.Of(caller.Account).FirstOrDefault(repository => repository.Arn == arn)
            ?? throw Repositories.NotFound(arn[(arn.IndexOf('/', StringComparison.Ordinal) + 1)..], caller.Account);
    }

    private Repository Named(JsonObject input, Caller caller) =>
        repositories.Get(input.RequiredString("repositoryName"), Account(input, caller));

    private Repository Change(JsonObject input, Caller caller, Func<Repository, Repository> change) =>
        repositories.Change(input.RequiredString("repositoryName"), Account(input, caller), change);

    private static string Account(JsonObject input, Caller caller) => input.OptionalString("registryId") ?? caller.Account;

    private static bool ScanOnPush(JsonObject input) =>
        input.OptionalObject("imageScanningConfiguration")?.OptionalBool("scanOnPush") ?? false;

    private static ImmutableSortedDictionary<string, string> TagsIn(JsonObject input) =>
        input.Objects("tags").ToImmutableSortedDictionary(tag => tag.RequiredString("Key"), tag => tag.OptionalString("Value") ?? "");

    private static Repository WithMutability(Repository repository, JsonObject input)
    {
        var mutability = input.OptionalChoice("imageTagMutability", Mutabilities) ?? repository.Mutability;
        IReadOnlyList<string> filters = [.. input.Objects("imageTagMutabilityExclusionFilters").Select(filter => filter.RequiredString("filter"))];
        var takesFilters = mutability.EndsWith("_WITH_EXCLUSION", StringComparison.Ordinal);
        return takesFilters == (filters.Count > 0)
            ? repository with { Mutability = mutability, ExclusionFilters = filters }
            : throw new AwsError("InvalidParameterException", $"Invalid parameter at 'imageTagMutabilityExclusionFilters' failed to satisfy constraint: 'must be given with a mutability that ends in _WITH_EXCLUSION, and only then', found {mutability}");
    }

    private JsonObject Describe(Repository repository) =>
        new()
        {
            ["repositoryArn"] = repository.Arn,
            ["registryId"] = repository.Account,
            ["repositoryName"] = repository.Name,
            ["repositoryUri"] = $"{registry}/{repository.Name}",
            ["createdAt"] = JsonValue.Create(repository.CreatedAt),
            ["imageTagMutability"] = repository.Mutability,
            ["imageTagMutabilityExclusionFilters"] = repository.ExclusionFilters.Count == 0
                ? null
                : new JsonArray([.. repository.ExclusionFilters.Select(filter => new JsonObject { ["filterType"] = "WILDCARD", ["filter"] = filter })]),
            ["imageScanningConfiguration"] = new JsonObject { ["scanOnPush"] = repository.ScanOnPush },
            ["encryptionConfiguration"] = new JsonObject { ["encryptionType"] = "AES256" },
        };

    private static JsonObject Answer(Repository repository, string member, JsonNode value) =>
        new() { ["registryId"] = repository.Account, ["repositoryName"] = repository.Name, [member] = value };

    private static AwsError InvalidPolicy(string reason) =>
        new("InvalidParameterException", $"Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid repository policy provided: {reason}'");

    [GeneratedRegex("^[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ValidName();
}
