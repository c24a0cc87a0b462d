using System.Linq.Expressions;
using System.Reflection;

namespace Nuke.Common.Execution;

/// <summary>The way in: creates the build and maps what goes wrong to exit codes.</summary>
internal static class BuildRunner
{
    public const int Failure = 1;
    public const int Usage = 2;

    public static int Run<T>(BuildSession session, params Expression<Func<T, Target>>[] defaults)
        where T : NukeBuild, new()
    {
        session.Enter();
        NukeBuild? build = null;
        try
        {
            // What the statics of NukeBuild find out on first use: a mistake in it must not surface from a constructor of the build.
            _ = (session.Root, session.Verbosity, session.Host);
            build = new T();
            return new BuildRun(build, session).Execute(defaults);
        }
        catch (Exception exception)
        {
            // Constructors and reflection wrap what user code threw.
            var cause = exception;
            while (cause is TargetInvocationException or TypeInitializationException && cause.InnerException is not null)
                cause = cause.InnerException;

            var text = cause is UsageException or RequirementException or ConditionException || build is not null ? cause.Message : cause.ToString();
            session.Console.Line(session.Secrets.Mask(text), Output.Tone.Bad);
            return build?.ExitCode ?? (cause is UsageException ? Usage : Failure);
        }
    }
}
