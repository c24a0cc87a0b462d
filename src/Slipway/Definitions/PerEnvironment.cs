namespace Slipway;

/// <summary>
/// A value that is the same in every environment, or a function of the environment:
/// <c>DesiredCount = 2</c>, <c>DesiredCount = By.Environment(env => env.Is("prod") ? 4 : 1)</c>.
/// </summary>
public sealed class PerEnvironment<T>
{
    private readonly Func<DeployEnvironment, T> _value;

    internal PerEnvironment(Func<DeployEnvironment, T> value) => _value = value;

    /// <summary>The value in <paramref name="environment"/>.</summary>
    public T In(DeployEnvironment environment) => _value(environment);

    public static implicit operator PerEnvironment<T>(T value) => new(_ => value);
}

/// <summary>Makes values that differ by environment.</summary>
public static class By
{
    /// <summary>A value computed from the environment that is shipped to.</summary>
    public static PerEnvironment<T> Environment<T>(Func<DeployEnvironment, T> value) => new(value);
}
