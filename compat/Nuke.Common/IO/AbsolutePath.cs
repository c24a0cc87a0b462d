using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Nuke.Common.IO;

/// <summary>A rooted path in normal form, of a file or a directory.</summary>
[TypeConverter(typeof(TypeConverter))]
public class AbsolutePath
{
    private readonly string _path;

    private AbsolutePath(string path)
    {
        Assert.True(Path.IsPathRooted(path), $"Path '{path}' must be rooted");
        var full = Path.GetFullPath(path);
        _path = full.Length > Path.GetPathRoot(full)!.Length ? Path.TrimEndingDirectorySeparator(full) : full;
    }

    /// <summary>The last part of the path.</summary>
    public string Name => Path.GetFileName(_path);

    /// <summary>The last part of the path without its extension.</summary>
    public string NameWithoutExtension => Path.GetFileNameWithoutExtension(_path);

    /// <summary>The extension with its dot, or nothing.</summary>
    public string Extension => Path.GetExtension(_path);

    /// <summary>The directory that holds this one, or null at the root.</summary>
    public AbsolutePath? Parent => Path.GetDirectoryName(_path);

    /// <summary>The path of a rooted text.</summary>
    public static AbsolutePath Create(string path) => new(path);

    /// <summary>The path of a rooted text; any other text is an error.</summary>
    [return: NotNullIfNotNull(nameof(path))]
    public static implicit operator AbsolutePath?(string? path) => path is null ? null : new AbsolutePath(path);

    [return: NotNullIfNotNull(nameof(path))]
    public static implicit operator string?(AbsolutePath? path) => path?._path;

    /// <summary>A path below this one, or beside it where <paramref name="right"/> says <c>..</c>; a rooted right side stands for itself.</summary>
    public static AbsolutePath operator /(AbsolutePath left, string? right) => new(Path.Combine(left.NotNull()._path, right ?? ""));

    /// <summary>The path with a text appended to its name.</summary>
    public static AbsolutePath operator +(AbsolutePath left, string? right) => new(left._path + right);

    public static bool operator ==(AbsolutePath? a, AbsolutePath? b) => Equals(a, b);

    public static bool operator !=(AbsolutePath? a, AbsolutePath? b) => !Equals(a, b);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is AbsolutePath other && Comparer.Equals(_path, other._path);

    /// <inheritdoc/>
    public override int GetHashCode() => Comparer.GetHashCode(_path);

    /// <inheritdoc/>
    public override string ToString() => _path;

    private static StringComparer Comparer => OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    /// <summary>Reads a path from text; a relative one is meant from the working directory.</summary>
    public class TypeConverter : System.ComponentModel.TypeConverter
    {
        /// <inheritdoc/>
        public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) =>
            sourceType == typeof(string) || base.CanConvertFrom(context, sourceType);

        /// <inheritdoc/>
        public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
            value is string text ? EnvironmentInfo.WorkingDirectory / text : base.ConvertFrom(context, culture, value);
    }
}

/// <summary>What is asked of paths most.</summary>
public static class AbsolutePathExtensions
{
    /// <summary>Whether a file lies at the path.</summary>
    public static bool FileExists(this AbsolutePath path) => File.Exists(path);

    /// <summary>Whether a directory lies at the path.</summary>
    public static bool DirectoryExists(this AbsolutePath path) => Directory.Exists(path);

    /// <summary>Creates the directory, with those above it, unless it exists.</summary>
    public static AbsolutePath CreateDirectory(this AbsolutePath path)
    {
        Directory.CreateDirectory(path);
        return path;
    }

    /// <summary>Reads a whole text file.</summary>
    public static string ReadAllText(this AbsolutePath path) => File.ReadAllText(path);
}
