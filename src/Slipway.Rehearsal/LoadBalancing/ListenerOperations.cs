using System.Text.Json.Nodes;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.LoadBalancing;

/// <summary>Operations on listeners and rules.</summary>
internal static class ListenerOperations
{
    private const int MaxRules = 100;

    public static Answer Create(ElbState state, JsonObject input, Circumstances now)
    {
        var balancer = state.LoadBalancer(input.Required("LoadBalancerArn"));
        var listener = new Listener(Arns.Listener(balancer.Arn), balancer.Arn, input.Whole("Port", 1, 65535) ?? throw QueryInput.Missing("port"));
        CheckProtocol(input.OptionalString("Protocol") ?? throw QueryInput.Missing("protocol"));
        CheckPort(state, listener);

        var rule = new Rule(Arns.Rule(listener.Arn), listener.Arn, Priority: null, [], ActionInput.Read(input, "DefaultActions", state, balancer.Arn));
        var next = (state with { Listeners = state.Listeners.Add(listener), Rules = state.Rules.Add(rule) })
            .WithTags(listener.Arn, LoadBalancerOperations.ReadTags(input));

        return Shown(next, listener);
    }

    public static Answer List(ElbState state, JsonObject input, Circumstances now)
    {
        var arns = input.Strings("ListenerArns");
        IReadOnlyList<Listener> found = arns.Count > 0
            ? [.. arns.Select(state.Listener)]
            : input.OptionalString("LoadBalancerArn") is { } owner ? state.Listeners.FindAll(one => one.LoadBalancerArn == state.LoadBalancer(owner).Arn)
            : throw new AwsError("ValidationError", "You must specify either listener ARNs or a load balancer ARN");

        return new(state, Page.Of(input, "Listeners", found, one => Describe.Listener(one, state)));
    }

    public static Answer Modify(ElbState state, JsonObject input, Circumstances now)
    {
        var listener = state.Listener(input.Required("ListenerArn"));
        var changed = listener with { Port = input.Whole("Port", 1, 65535) ?? listener.Port };
        CheckProtocol(input.OptionalString("Protocol") ?? "HTTP");
        CheckPort(state, changed);

        var rule = state.DefaultRule(listener.Arn);
        var action = input["DefaultActions"] is null ? rule.Action : ActionInput.Read(input, "DefaultActions", state, listener.LoadBalancerArn);

        return Shown(state with { Listeners = state.Listeners.Replace(listener, changed), Rules = state.Rules.Replace(rule, rule with { Action = action }) }, changed);
    }

    public static Answer Delete(ElbState state, JsonObject input, Circumstances now) =>
        Answer.Of(state.WithoutListener(state.Listener(input.Required("ListenerArn"))));

    public static Answer CreateRule(ElbState state, JsonObject input, Circumstances now)
    {
        var listener = state.Listener(input.Required("ListenerArn"));
        var rules = state.RulesOf(listener.Arn);
        var priority = input.Whole("Priority", 1, 50000) ?? throw QueryInput.Missing("priority");
        if (rules.Any(rule => rule.Priority == priority))
            throw new AwsError("PriorityInUse", $"Priority '{priority}' is currently in use");
        if (rules.Count > MaxRules)
            throw new AwsError("TooManyRules", $"A listener has at most {MaxRules} rules besides the default one");

        var created = new Rule(
            Arns.Rule(listener.Arn), listener.Arn, priority, ConditionInput.Read(input), ActionInput.Read(input, "Actions", state, listener.LoadBalancerArn));
        var next = (state with { Rules = state.Rules.Add(created) }).WithTags(created.Arn, LoadBalancerOperations.ReadTags(input));

        return Shown(next, [created]);
    }

    public static Answer ListRules(ElbState state, JsonObject input, Circumstances now)
    {
        var arns = input.Strings("RuleArns");
        IReadOnlyList<Rule> found = arns.Count > 0
            ? [.. arns.Select(state.Rule)]
            : input.OptionalString("ListenerArn") is { } owner ? state.RulesOf(state.Listener(owner).Arn)
            : throw new AwsError("ValidationError", "You must specify either listener rule ARNs or a listener ARN");

        return new(state, Page.Of(input, "Rules", found, Describe.Rule));
    }

    public static Answer ModifyRule(ElbState state, JsonObject input, Circumstances now)
    {
        var rule = state.Rule(input.Required("RuleArn"));
        if (rule.IsDefault)
            throw new AwsError("OperationNotPermitted", $"Default rule '{rule.Arn}' cannot be modified; modify the default actions of its listener");

        var changed = rule with
        {
            Conditions = input["Conditions"] is null ? rule.Conditions : ConditionInput.Read(input),
            Action = input["Actions"] is null
                ? rule.Action
                : ActionInput.Read(input, "Actions", state, state.Listener(rule.ListenerArn).LoadBalancerArn),
        };
        return Shown(state with { Rules = state.Rules.Replace(rule, changed) }, [changed]);
    }

    public static Answer DeleteRule(ElbState state, JsonObject input, Circumstances now)
    {
        var rule = state.Rule(input.Required("RuleArn"));
        return rule.IsDefault
            ? throw new AwsError("OperationNotPermitted", $"Default rule '{rule.Arn}' cannot be deleted")
            : Answer.Of(state with { Rules = state.Rules.Remove(rule), Tags = state.Tags.Remove(rule.Arn) });
    }

    /// <summary>All priorities are set at once, so that two rules can change places.</summary>
    public static Answer SetRulePriorities(ElbState state, JsonObject input, Circumstances now)
    {
        var wanted = input.Objects("RulePriorities").ToDictionary(
            pair => state.Rule(pair.Required("RuleArn")), pair => pair.Whole("Priority", 1, 50000) ?? throw QueryInput.Missing("priority"));
        if (wanted.Keys.FirstOrDefault(rule => rule.IsDefault) is { } fixedRule)
            throw new AwsError("OperationNotPermitted", $"The priority of default rule '{fixedRule.Arn}' cannot be changed");

        var next = state with { Rules = state.Rules.ConvertAll(rule => wanted.TryGetValue(rule, out var priority) ? rule with { Priority = priority } : rule) };
        foreach (var taken in next.Rules.Where(rule => !rule.IsDefault).GroupBy(rule => (rule.ListenerArn, rule.Priority)).Where(same => same.Count() > 1))
            throw new AwsError("PriorityInUse", $"Priority '{taken.Key.Priority}' is currently in use");

        return Shown(next, [.. wanted.Keys.Select(rule => next.Rule(rule.Arn))]);
    }

    private static void CheckProtocol(string protocol)
    {
        if (protocol != "HTTP")
            throw new AwsError("UnsupportedProtocol", $"The load balancers of the rehearsal cloud speak HTTP only, not '{protocol}'");
    }

    /// <summary>All load balancers share the one loopback address, so a port belongs to one listener in the whole cloud.</summary>
    private static void CheckPort(ElbState state, Listener listener)
    {
        if (state.Listeners.Find(other => other.Port == listener.Port && other.Arn != listener.Arn) is not { } taken)
            return;

        throw taken.LoadBalancerArn == listener.LoadBalancerArn
            ? new AwsError("DuplicateListener", "A listener already exists on this port for this load balancer")
            : new AwsError("InvalidConfigurationRequest",
                $"Port {listener.Port} of 127.0.0.1 is taken by listener '{taken.Arn}'; all load balancers of the rehearsal cloud share that address. Nothing was changed");
    }

    private static Answer Shown(ElbState state, Listener listener) =>
        new(state, new() { ["Listeners"] = Describe.List([Describe.Listener(listener, state)]) });

    private static Answer Shown(ElbState state, IReadOnlyList<Rule> rules) =>
        new(state, new() { ["Rules"] = Describe.List(rules.Select(Describe.Rule)) });
}
