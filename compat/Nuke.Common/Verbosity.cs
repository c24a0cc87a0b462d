namespace Nuke.Common;

/// <summary>How much a build logs. Target headers and the summary are printed at every level.</summary>
public enum Verbosity
{
    /// <summary>Everything.</summary>
    Verbose,

    /// <summary>Debug messages and above.</summary>
    Normal,

    /// <summary>Warnings and errors.</summary>
    Minimal,

    /// <summary>Errors.</summary>
    Quiet,
}

/// <summary>The levels of the logger, in the order of <see cref="Verbosity"/>.</summary>
public enum LogLevel
{
    /// <summary>As <see cref="Verbosity.Verbose"/>.</summary>
    Trace,

    /// <summary>As <see cref="Verbosity.Normal"/>.</summary>
    Normal,

    /// <summary>As <see cref="Verbosity.Minimal"/>.</summary>
    Warning,

    /// <summary>As <see cref="Verbosity.Quiet"/>.</summary>
    Error,
}
