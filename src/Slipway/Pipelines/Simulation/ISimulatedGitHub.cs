namespace Slipway.Pipelines.Simulation;

/// <summary>The GitHub at which a simulated run takes place.</summary>
internal interface ISimulatedGitHub
{
    /// <summary>On this machine, with the paths of an Enterprise Server.</summary>
    Uri Server { get; }

    /// <summary>What has been recorded there, a line each.</summary>
    IReadOnlyList<string> Records { get; }

    /// <summary>Lets a job begin, with a token of its own.</summary>
    JobAccess Admit(JobPass job);

    /// <summary>Ends a job: its tokens hold no longer.</summary>
    void Dismiss(JobAccess access);

    /// <summary>Who must let jobs run in an environment; nobody for one that is new.</summary>
    IReadOnlyList<string> Reviewers(string environment);

    /// <summary>Keeps what a reviewer said about the run.</summary>
    void Review(string environment, string reviewer, bool isApproval, string comment);
}

/// <param name="Environment">Null: the job stands in none.</param>
internal sealed record JobPass(string Job, string? Environment, TokenPermissions Permissions);

/// <param name="Identity">Where the job asks who it is, and what it shows there; null: it may not.</param>
internal sealed record JobAccess(string Token, (Uri Url, string Token)? Identity);
