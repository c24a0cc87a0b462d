using System.IO.Enumeration;
using System.Text.Json.Nodes;

namespace Slipway.Rehearsal.Faults;

/// <summary>Something that goes wrong on purpose: where, what, and how often.</summary>
/// <param name="Asked">The JSON that it was asked for with.</param>
internal sealed record Fault(Place Place, Harm Harm, Dose Dose, JsonObject Asked);

/// <summary>What a fault hits.</summary>
internal abstract record Place
{
    private Place() { }

    /// <param name="Pattern"><c>ecs:UpdateService</c>, <c>ecs:Describe*</c>, <c>ecs:*</c> or <c>*</c>; services by their signing names.</param>
    public sealed record Calls(string Pattern) : Place
    {
        public bool Has(string service, string operation) =>
            FileSystemName.MatchesSimpleExpression(Pattern, $"{service}:{operation}", ignoreCase: false);
    }

    /// <summary>Tasks that are all of what is given; null: any.</summary>
    /// <param name="Image">The repository of one of a task's containers, or its whole reference; the registry's host may be left out.</param>
    /// <param name="TaskDefinition">Family and revision: <c>web:7</c>.</param>
    public sealed record Tasks(string? Service, string? Image, string? Family, string? TaskDefinition) : Place
    {
        public bool Has(KnownTask task) =>
            (Service is null || task.Origin.Service == Service)
            && (Family is null || task.Origin.Family == Family)
            && (TaskDefinition is null || $"{task.Origin.Family}:{task.Origin.Revision}" == TaskDefinition)
            && (Image is null || task.Containers.Any(container => IsOf(container.Image)));

        /// <summary>Whether it is a container of this kind that goes down with its task.</summary>
        public bool Has(KnownContainer container) => Image is null ? container.Essential : IsOf(container.Image);

        private bool IsOf(string reference)
        {
            var bare = reference.Split('@')[0];
            var tag = bare.LastIndexOf(':');
            var repository = tag > bare.LastIndexOf('/') ? bare[..tag] : bare;
            return Image == reference || Image == repository || Image == WithoutHost(reference) || Image == WithoutHost(repository);
        }

        /// <summary>The first part is a host when it looks like one (https://pkg.go.dev/github.com/distribution/reference).</summary>
        private static string WithoutHost(string reference)
        {
            var slash = reference.IndexOf('/', StringComparison.Ordinal);
            return slash > 0 && (reference.AsSpan(0, slash).ContainsAny('.', ':') || reference.StartsWith("localhost/", StringComparison.Ordinal)) ? reference[(slash + 1)..] : reference;
        }
    }
}

/// <summary>What a fault does.</summary>
internal abstract record Harm
{
    private Harm() { }

    /// <summary>The service says that it is called too often.</summary>
    public sealed record Throttle : Harm;

    /// <summary>The service fails: HTTP 500.</summary>
    public sealed record Failure : Harm;

    /// <summary>The caller may not do this.</summary>
    public sealed record Denial : Harm;

    /// <summary>The connection is closed without an answer.</summary>
    /// <param name="Late">Whether the call was carried out before.</param>
    public sealed record Reset(bool Late) : Harm;

    /// <param name="By">Real time.</param>
    public sealed record Delay(TimeSpan By) : Harm;

    /// <param name="After">From the start of the task, on AWS.</param>
    public sealed record Crash(TimeSpan After) : Harm;

    /// <param name="After">From when the task is healthy, on AWS.</param>
    public sealed record Flap(TimeSpan After) : Harm;

    /// <param name="By">How long it takes on AWS.</param>
    public sealed record SlowStart(TimeSpan By) : Harm;

    /// <summary>The health checks of the load balancer fail.</summary>
    public sealed record Unhealthy : Harm;

    /// <param name="By">Real time.</param>
    public sealed record Slow(TimeSpan By) : Harm;

    /// <summary>Answers become 500.</summary>
    public sealed record Errors : Harm;
}

/// <summary>How often a fault hits.</summary>
/// <param name="Skip">How many occasions pass unharmed first.</param>
/// <param name="Count">After how many hits it is over; null: never.</param>
/// <param name="Lasts">After how long it is over, on AWS; null: never.</param>
/// <param name="Probability">With which it hits where it may: above 0, at most 1.</param>
/// <param name="Seed">Makes the same hits again; null: chance.</param>
internal sealed record Dose(int Skip, int? Count, TimeSpan? Lasts, double Probability, int? Seed);
