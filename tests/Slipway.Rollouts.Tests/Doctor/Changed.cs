using System.Reflection;

namespace Slipway.Rollouts.Doctor;

/// <summary>Makes ports that answer as another one does, but for one question.</summary>
internal static class Changed
{
    /// <param name="method">The question, by the name of its method.</param>
    /// <param name="answer">Makes the answer from the question's arguments and what the port itself answers.</param>
    public static T Of<T, TAnswer>(T port, string method, Func<object?[], TAnswer, TAnswer> answer)
        where T : class
    {
        var made = DispatchProxy.Create<T, ChangedPort>();
        var changed = (ChangedPort)(object)made;
        (changed.Port, changed.Method) = (port, method);
        changed.Answer = (arguments, task) => Then(arguments, (Task<TAnswer>)task!);
        return made;

        async Task<TAnswer> Then(object?[] arguments, Task<TAnswer> task) => answer(arguments, await task);
    }
}

/// <summary>What <see cref="Changed"/> makes.</summary>
public class ChangedPort : DispatchProxy
{
    internal object Port { get; set; } = null!;

    internal string Method { get; set; } = "";

    internal Func<object?[], object?, object?> Answer { get; set; } = null!;

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var own = targetMethod!.Invoke(Port, args);
        return targetMethod.Name == Method ? Answer(args!, own) : own;
    }
}
