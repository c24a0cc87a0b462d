using System.Linq.Expressions;
using System.Reflection;
using Nuke.Common.Parameters;
using Nuke.Common.ValueInjection;

namespace Nuke.Common.Execution;

/// <summary>
/// Checks, before anything runs, what the targets of a plan and the members of a build require. All missing parameters are reported at once.
/// Nothing is asked for at the terminal, where NUKE prompts.
/// </summary>
internal static class Requirements
{
    public static void Check(NukeBuild build, IReadOnlyCollection<ExecutableTarget> plan)
    {
        var missing = new List<(MemberInfo Member, string By)>();
        var conditions = new List<(ExecutableTarget Target, Expression<Func<bool>> Condition)>();

        // An invoked target with an unmet condition is scheduled but will not run: it requires nothing (in NUKE it does).
        foreach (var target in plan.Where(target => target is { Status: ExecutionStatus.Scheduled, OnlyWhen: null }))
        {
            foreach (var requirement in target.DelegateRequirements)
            {
                if (requirement is Expression<Func<bool>> condition)
                    conditions.Add((target, condition));
                else if (IsEmpty(Value(requirement)))
                    missing.Add((Parameter(requirement, target), $"target {target.Name}"));
            }
        }

        missing.AddRange(MemberOf.Injected(build.GetType())
            .Where(found => found.Member.IsDefined(typeof(RequiredAttribute)) && IsEmpty(MemberOf.Get(found.Member, build)))
            .Select(found => (found.Member, "the build")));

        if (missing.Count > 0)
            throw new UsageException(string.Join('\n', missing.Select(one => Missing(one.Member, one.By))));

        // Conditions may read the parameters that were checked above.
        foreach (var (target, condition) in conditions)
        {
            if (!(bool)Value(condition)!)
                throw new RequirementException($"Target {target.Name} requires {Text(condition)}. Nothing was run.");
        }
    }

    private static object? Value(LambdaExpression requirement)
    {
        try
        {
            return requirement.Compile(preferInterpretation: true).DynamicInvoke();
        }
        catch (TargetInvocationException exception) when (exception.InnerException is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(exception.InnerException);
            throw;
        }
    }

    private static bool IsEmpty(object? value) => value is null || (value is string text && string.IsNullOrWhiteSpace(text));

    private static MemberInfo Parameter(LambdaExpression requirement, ExecutableTarget target)
    {
        var member = MemberOf.Expression(requirement);
        return member.IsDefined(typeof(ValueInjectionAttributeBase))
            ? member
            : throw new UsageException($"Target {target.Name} requires {member.Name}, which is not marked with [Parameter] or another injection attribute.");
    }

    private static string Missing(MemberInfo member, string by)
    {
        if (member.GetCustomAttribute<ParameterAttribute>() is not { } attribute)
            return $"{member.Name} has no value, but {by} requires it. Nothing was run.";

        var parameter = ParameterMember.Of(member, attribute);
        return $"""
            {parameter.Option} is missing, but {by} requires it. Nothing was run.
              try  {parameter.Option} VALUE, or the variable NUKE_{parameter.Option[2..].Replace('-', '_').ToUpperInvariant()}
            """;
    }

    // The compiler writes the build as "value(Build)." in front of members.
    private static string Text(Expression<Func<bool>> condition)
    {
        var text = condition.Body.ToString();
        while (text.IndexOf("value(", StringComparison.Ordinal) is >= 0 and var start && text.IndexOf(").", start, StringComparison.Ordinal) is >= 0 and var end)
            text = text.Remove(start, end + 2 - start);

        return text;
    }
}

/// <summary>A required condition is false; exit code 1.</summary>
internal sealed class RequirementException(string message) : Exception(message);
