namespace Nuke.Common.Execution;

/// <summary>The build was called, or defined, in a way that cannot be carried out. Nothing was run; exit code 2.</summary>
internal sealed class UsageException(string message) : Exception(message);
