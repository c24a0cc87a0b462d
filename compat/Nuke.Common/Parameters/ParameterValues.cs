using Nuke.Common.Execution;

namespace Nuke.Common.Parameters;

/// <summary>Finds and reads what was given for parameters: command line, then environment, then profiles, then parameters.json.</summary>
internal sealed class ParameterValues(BuildSession session)
{
    private readonly Lazy<ParameterFiles> _files = new(() => new ParameterFiles(session.Root, session.Profiles));

    /// <summary>The value in the parameter's type, or null when none was given.</summary>
    /// <exception cref="UsageException">What was given does not fit.</exception>
    public object? Value(ParameterMember parameter)
    {
        if (Find(parameter) is not { } given)
            return null;

        if (parameter.Secret)
        {
            foreach (var secret in given.Values)
                session.Secrets.Add(secret);
        }

        return parameter.Type.IsArray ? ReadArray(parameter, given) : ReadOne(parameter, given);
    }

    /// <summary>The texts given for one of the runner's own parameters by the command line or a variable with the NUKE prefix.</summary>
    public IReadOnlyList<string>? Own(string name) =>
        session.CommandLine.Find(name)
        ?? (EnvironmentValues.Find(session, name, own: true) is var (_, value) ? value.Split([' ', '+'], StringSplitOptions.RemoveEmptyEntries) : null);

    /// <summary>Whether one of the runner's own switches is on.</summary>
    public bool OwnSwitch(string name) =>
        Own(name) switch
        {
            null => false,
            [] => true,
            [var text] when bool.TryParse(text, out var on) => on,
            var texts => throw Unfit($"--{DashedName.Of(name)}", string.Join(' ', texts), source: null, "true, false; name targets before the first parameter"),
        };

    public Verbosity OwnVerbosity() =>
        Own("Verbosity") is not { } texts ? Verbosity.Normal
        : texts is [var text] && Enum.TryParse<Verbosity>(text, ignoreCase: true, out var level) && Enum.IsDefined(level) && !char.IsAsciiDigit(text[0]) ? level
        : throw Unfit("--verbosity", string.Join(' ', texts), source: null, string.Join(", ", Enum.GetNames<Verbosity>()));

    /// <summary>The names of targets that a list such as <c>--skip A+B C</c> holds.</summary>
    public IReadOnlyList<string>? OwnTargets(string name) => Own(name) is { } texts ? SplitTargets(texts) : null;

    public static IReadOnlyList<string> SplitTargets(IEnumerable<string> texts) =>
        [.. texts.SelectMany(text => text.Split('+', StringSplitOptions.RemoveEmptyEntries))];

    public static UsageException Unfit(string option, string text, string? source, string valid) => new(
        $"""
         {option} does not take '{text}'{(source is null ? "" : $" (from {source})")}. Nothing was run.
           valid  {valid}
         """);

    private GivenValue? Find(ParameterMember parameter)
    {
        if (session.CommandLine.Find(parameter.Name) is { } values)
            return new(values, "the command line", session.WorkingDirectory, Split: true);

        if (EnvironmentValues.Find(session, parameter.Name, own: false) is var (variable, value))
            return new([value], $"the variable {variable}", session.WorkingDirectory, Split: true);

        return _files.Value.Find(parameter);
    }

    private static object ReadOne(ParameterMember parameter, GivenValue given)
    {
        var type = Nullable.GetUnderlyingType(parameter.Type) ?? parameter.Type;
        return given.Values switch
        {
            [] when type == typeof(bool) => true,
            [] => throw Unfit(parameter.Option, "", given.Source, "one value after the name"),
            [var text] => Read(parameter, given, text, type),
            var texts => throw Unfit(parameter.Option, string.Join(' ', texts), given.Source, "one value; name targets before the first parameter"),
        };
    }

    private static Array ReadArray(ParameterMember parameter, GivenValue given)
    {
        var type = parameter.Type.GetElementType()!;
        var texts = given.Elements(parameter.Attribute.Separator);
        var array = Array.CreateInstance(type, texts.Count);
        for (var index = 0; index < texts.Count; index++)
            array.SetValue(Read(parameter, given, texts[index], type), index);

        return array;
    }

    private static object Read(ParameterMember parameter, GivenValue given, string text, Type type)
    {
        try
        {
            return Conversion.Read(text, type, given.Directory);
        }
        catch (FormatException exception)
        {
            throw Unfit(parameter.Option, parameter.Secret ? "***" : text, given.Source, exception.Message);
        }
    }
}
