using System.Diagnostics.CodeAnalysis;

namespace Slipway.Pipelines.Files;

/// <summary>A piece of YAML. Entries keep the order in which they were written.</summary>
internal abstract record Yaml
{
    private Yaml()
    {
    }

    public static Yaml Empty { get; } = new Nothing();

    public static Yaml Of(int number) => new Plain(number.ToString(System.Globalization.CultureInfo.InvariantCulture));

    public static Yaml Of(bool truth) => new Plain(truth ? "true" : "false");

    [return: NotNullIfNotNull(nameof(text))]
    public static implicit operator Yaml?(string? text) => text is null ? null : new Text(text);

    /// <summary>A string, quoted where it would be read as something else.</summary>
    /// <param name="Comment">Stands behind it on its line; null: none.</param>
    public sealed record Text(string Value, string? Comment = null) : Yaml;

    /// <summary>A number or truth value.</summary>
    public sealed record Plain(string Value) : Yaml;

    /// <summary>A key without a value.</summary>
    public sealed record Nothing : Yaml;

    public sealed record List(params IReadOnlyList<Yaml> Items) : Yaml;

    public sealed record Map(params IReadOnlyList<(string Key, Yaml Value)> Entries) : Yaml
    {
        /// <summary>Without the entries that have no value.</summary>
        public static Map Of(params IReadOnlyList<(string Key, Yaml? Value)> entries) =>
            new([.. entries.Where(entry => entry.Value is not null).Select(entry => (entry.Key, entry.Value!))]);
    }
}
