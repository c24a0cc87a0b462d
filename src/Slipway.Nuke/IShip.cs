using System.Globalization;
using Nuke.Common;
using Slipway.Gates;

namespace Slipway.Nuke;

/// <summary>
/// Gives a NUKE build the targets that ship its applications. The build names the applications; everything else comes from them:
/// <code>
/// sealed class Build : NukeBuild, IShip
/// {
///     public static int Main() => Execute&lt;Build&gt;(x => ((IShip)x).Preview);
///     IReadOnlyList&lt;Application&gt; IShip.Applications => [Chat.Application];
/// }
/// </code>
/// No member may share a name with a member of <see cref="NukeBuild"/>: NUKE would drop the target without a word.
/// </summary>
public interface IShip : INukeBuild
{
    /// <summary>What this repository ships.</summary>
    IReadOnlyList<Application> Applications { get; }

    /// <summary>How the repository is checked and delivered by its pipelines, as far as the applications do not say it.</summary>
    Delivery Delivery => new();

    /// <summary>
    /// Read before any target runs: whether the command line is valid. The official runner ignores unknown parameters and takes no
    /// attribute of a component into account, but it checks required members.
    /// </summary>
    [Required]
    [StrictParameters]
    object ValidParameters => ShipParameters.Demand(this);

    /// <summary>
    /// The environment to ship to. Read from the command line or from <c>NUKE_ENVIRONMENT</c> alone: NUKE would take any variable of a
    /// similar name, and a stray <c>ENVIRONMENT=prod</c> must not decide where a release goes.
    /// </summary>
    [Parameter("Environment to ship to, from the command line or NUKE_ENVIRONMENT alone; the default is the rehearsal cloud on this machine")]
    string Environment => ShipParameters.Environment();

    /// <summary>
    /// ARN of the role to take in the environment's account, in place of the definition's own. Read from the command line or from <c>NUKE_ASSUME_ROLE</c> alone, as
    /// the environment is.
    /// </summary>
    [Parameter("ARN of the role to take in the environment's account, from the command line or NUKE_ASSUME_ROLE alone; the default is AssumeRole of the environment")]
    string? AssumeRole => ShipParameters.AssumeRole();

    /// <summary>The application to ship, where the repository has several.</summary>
    [Parameter("Application to ship; needed only where there are several", Name = "Application")]
    string? ApplicationName => ShipParameters.Given("application") ?? TryGetValue(() => ApplicationName);

    /// <summary>Builds images although their inputs did not change: for patches of base images.</summary>
    [Parameter("Build images although their inputs did not change")]
    bool Rebuild => ShipParameters.Given("rebuild") is { } given ? bool.Parse(given) : TryGetValue<bool?>(() => Rebuild) ?? false;

    /// <summary>How many times faster than AWS the rehearsal cloud lets time pass.</summary>
    [Parameter("How many times faster than AWS the rehearsal cloud lets time pass; the default is 20")]
    int Speed => ShipParameters.Given("speed") is { } given ? int.Parse(given, CultureInfo.InvariantCulture) : TryGetValue<int?>(() => Speed) ?? 20;

    /// <summary>Waits for a run that holds the deploy lock to end.</summary>
    [Parameter("Wait for the run that holds the deploy lock; without it, a held lock ends the run with exit code 7")]
    bool WaitForLock => ShipParameters.Given("wait-for-lock") is { } given ? bool.Parse(given) : TryGetValue<bool?>(() => WaitForLock) ?? false;

    /// <summary>The hash of the plan that is to be carried out, or its beginning.</summary>
    [Parameter("Deploy only if the plan is this one: the hash that Preview prints, or at least eight digits of it")]
    string? ExpectPlan => ShipParameters.Given("expect-plan") ?? TryGetValue(() => ExpectPlan);

    /// <summary>The hash of the plan that is approved, or its beginning. NUKE's own <c>--plan</c> is a switch, and takes no value.</summary>
    [Parameter("Plan that Approve approves: the hash that Preview prints, or at least eight digits of it", Name = "Plan")]
    string? ApprovedPlan => ShipParameters.Given("plan");

    /// <summary>The release to go back to.</summary>
    [Parameter("Release to go back to, as Releases lists it; the default is the last one that succeeded before the live one. With ReleaseNotes: the release that they are of; the default is the live one")]
    string? To => ShipParameters.Given("to") ?? TryGetValue(() => To);

    /// <summary>The environment whose live release is promoted.</summary>
    [Parameter("Environment whose live release is promoted; with Preview, shows what that would change. With ReleaseNotes: the release to compare with; the default is the one before")]
    string? From => ShipParameters.Given("from") ?? TryGetValue(() => From);

    /// <summary>The one service or site that is meant.</summary>
    [Parameter("The one service or site that is meant; the default is all of them. Images takes several, with commas between. With Import: file of its service, as aws ecs describe-services prints it", Name = "Service")]
    string? ServiceName => ShipParameters.Given("service") ?? TryGetValue(() => ServiceName);

    /// <summary>Goes on although the commit is older than what runs.</summary>
    [Parameter("Go on although the commit is older than what runs")]
    bool Force => ShipParameters.Given("force") is { } given ? bool.Parse(given) : TryGetValue<bool?>(() => Force) ?? false;

    /// <summary>Leaves a deploy to ECS once it has begun.</summary>
    [Parameter("Leave a deploy to ECS once its services have begun, with exit code 8; Attach takes the wait over")]
    bool Detach => ShipParameters.Given("detach") is { } given ? bool.Parse(given) : TryGetValue<bool?>(() => Detach) ?? false;

    /// <summary>Looks, and changes nothing.</summary>
    [Parameter("With Pipelines: compare what is generated and look for what is against the rules, and write nothing. With Rollback: tell whether it could go back. With Infrastructure: compare, and write nothing")]
    bool Check => ShipParameters.Given("check") is { } given ? bool.Parse(given) : TryGetValue<bool?>(() => Check) ?? false;

    /// <summary>The workflow that is simulated.</summary>
    [Parameter("Workflow that Simulate runs: the name of its file in .github/workflows")]
    string? Workflow => ShipParameters.Given("workflow") ?? TryGetValue(() => Workflow);

    /// <summary>Answers to the questions of a workflow.</summary>
    [Parameter("Answers to what the simulated workflow asks whoever starts it, each name=value", Name = "Input")]
    string[] Inputs => [.. ShipParameters.AllGiven("input")];

    /// <summary>Actions that a simulation leaves out.</summary>
    [Parameter("Actions that Simulate leaves out, each owner/name", Name = "SkipAction")]
    string[] SkippedActions => [.. ShipParameters.AllGiven("skip-action")];

    /// <summary>Lets every job begin that waits for somebody.</summary>
    [Parameter("With Simulate: say yes to every job that waits for a review, and ask nobody", Name = "Approve")]
    bool ApprovesAll => ShipParameters.Given("approve") is { } given ? bool.Parse(given) : ShipParameters.Has("approve");

    /// <summary>Lists the services whose images changed and builds none.</summary>
    [Parameter("With Images: list the services whose images changed since the live release, or since the commit of --since; build nothing")]
    bool Changed => ShipParameters.Given("changed") is { } given ? bool.Parse(given) : TryGetValue<bool?>(() => Changed) ?? false;

    /// <summary>The commit that files are compared with.</summary>
    [Parameter("With Images --changed or --no-push: the commit whose files are compared; nothing is asked of AWS")]
    string? Since => ShipParameters.Given("since") ?? TryGetValue(() => Since);

    /// <summary>Builds images and pushes none.</summary>
    [Parameter("With Images: build and push nothing; needs no account")]
    bool NoPush => ShipParameters.Given("no-push") is { } given ? bool.Parse(given) : TryGetValue<bool?>(() => NoPush) ?? false;

    /// <summary>The folder that image definitions are written to.</summary>
    [Parameter("With Images: folder for an imagedefinitions-SERVICE.json of each service, by digest, as the action of CodePipeline reads it that deploys to ECS by itself")]
    string? Definitions => ShipParameters.Given("definitions") ?? TryGetValue(() => Definitions);

    /// <summary>Takes images that are in the registry and builds none.</summary>
    [Parameter("With Deploy and Preview: take the images that Images pushed, and build none; exit code 7 where one is missing")]
    bool Prebuilt => ShipParameters.Given("prebuilt") is { } given ? bool.Parse(given) : TryGetValue<bool?>(() => Prebuilt) ?? false;

    /// <summary>The task definition that is imported.</summary>
    [Parameter("With Import: file of a task definition, as aws ecs describe-task-definition prints it or register-task-definition takes it")]
    string? TaskDefinition => ShipParameters.Given("task-definition") ?? TryGetValue(() => TaskDefinition);

    /// <summary>Puts notes on GitHub too.</summary>
    [Parameter("With ReleaseNotes: put them on GitHub too, as a release; needs GITHUB_TOKEN", Name = "Publish")]
    bool PublishesNotes => ShipParameters.Given("publish") is { } given ? bool.Parse(given) : TryGetValue<bool?>(() => PublishesNotes) ?? false;

    /// <summary>Ships the application and waits for the verdict.</summary>
    Target Deploy => _ => _
        .Description("Builds, pushes and rolls out; waits for the verdict and gives its exit code")
        .Executes(() => ShipRun.Start(this, (run, ct) => run.Deploy(ct)));

    /// <summary>Prints what a deploy would change.</summary>
    Target Preview => _ => _
        .Description("Prints what a deploy would change; changes nothing")
        .Executes(() => ShipRun.Start(this, (run, ct) => run.Preview(ct)));

    /// <summary>Builds and pushes the images, and touches no service.</summary>
    Target Images => _ => _
        .Description("Builds and pushes the images that are not in the registry yet, and touches no service; --changed lists them instead")
        .Executes(() => ShipRun.Start(this, (run, ct) => run.Images(ct)));

    /// <summary>Approves a plan, for somebody else to carry out.</summary>
    Target Approve => _ => _
        .Description("Approves the plan that --plan names, so that somebody else may deploy it where that is required")
        .Executes(() => ShipRun.Start(this, (run, ct) => run.Approve(ct)));

    /// <summary>Ships what another environment runs.</summary>
    Target Promote => _ => _
        .Description("Ships what the environment of --from runs, by digest and file by file; nothing is built")
        .Executes(() => ShipRun.Start(this, (run, ct) => run.Promote(ct)));

    /// <summary>Goes back to an earlier release.</summary>
    Target Rollback => _ => _
        .Description("Goes back to an earlier release without a build; does not wait for a release that is under way, but stops it; --check tells whether it could, and changes nothing")
        .Executes(() => ShipRun.Start(this, (run, ct) => run.Rollback(ct)));

    /// <summary>Takes over the wait for a release.</summary>
    Target Attach => _ => _
        .Description("Follows a release to its end that was left to ECS, or whose run is gone, and finishes it; takes nothing back by itself")
        .Executes(() => ShipRun.Start(this, (run, ct) => run.Attach(ct)));

    /// <summary>Ends what a run left half way.</summary>
    Target Resume => _ => _
        .Description("Finishes a release whose run was killed or lost, or takes it back where it cannot be finished; changes nothing else")
        .Executes(() => ShipRun.Start(this, (run, ct) => run.Resume(ct)));

    /// <summary>Tries the gates of rollouts against what runs now.</summary>
    Target Gates => _ => _
        .Description("Tries the gates of every rollout against what runs now; exit code 1 unless all pass; changes nothing")
        .Executes(() => ShipRun.Start(this, (run, ct) => run.Gates(ct)));

    /// <summary>Lets go on what waits for a person.</summary>
    Target Proceed => _ => _
        .Description("Lets every rollout go on that waits for an answer, or the one of --service; needs no lock")
        .Executes(() => ShipRun.Start(this, (run, ct) => run.Answer(PersonAnswer.Proceed, ct)));

    /// <summary>Takes back what waits for a person.</summary>
    Target Abort => _ => _
        .Description("Takes every rollout back that waits for an answer, or the one of --service; needs no lock")
        .Executes(() => ShipRun.Start(this, (run, ct) => run.Answer(PersonAnswer.Abort, ct)));

    /// <summary>Makes the release bucket of the environment.</summary>
    Target Bootstrap => _ => _
        .Description("Makes the private bucket that holds the environment's deploy lock and releases, or mends it")
        .Executes(() => ShipRun.Start(this, (run, ct) => run.Bootstrap(ct)));

    /// <summary>Lists the last releases.</summary>
    Target Releases => _ => _
        .Description("Lists the environment's last releases and which of them is live; changes nothing")
        .Executes(() => ShipRun.Start(this, (run, ct) => run.Releases(ct)));

    /// <summary>Tells what a release brought.</summary>
    Target ReleaseNotes => _ => _
        .Description("Tells what a release brought, as Markdown: commits, images, sites, who approved it; --publish puts it on GitHub; changes nothing else")
        .Executes(() => ShipRun.Start(this, (run, ct) => run.ReleaseNotes(ct)));

    /// <summary>Tells what is live.</summary>
    Target Status => _ => _
        .Description("Tells what is live, what runs, who holds the lock, and where they differ; changes nothing")
        .Executes(() => ShipRun.Start(this, (run, ct) => run.Status(ct)));

    /// <summary>Generates the pipelines.</summary>
    Target Pipelines => _ => _
        .Description("Writes the workflows and templates that the definitions ask for; --check compares instead, with exit code 1 and a diff where they differ")
        .Executes(() => ShipRun.Start(this, (run, ct) => run.Pipelines(ct)));

    /// <summary>Renders what an environment needs.</summary>
    Target Infrastructure => _ => _
        .Description("Writes a CloudFormation template of what the definition refers to in --environment, for those who start from nothing; --check compares instead; asks nothing of AWS")
        .Executes(() => ShipRun.Start(this, (run, ct) => InfrastructureRun.Render(this, run, ct)));

    /// <summary>Writes a first definition.</summary>
    Target Import => _ => _
        .Description("Writes a first definition from the task definition that --task-definition names, and from the service that --service names; never over a file that is there")
        .Executes(() => ShipRun.Start(this, (run, ct) => ImportRun.Write(this, run, ct)));

    /// <summary>Looks whether GitHub is as the pipelines need it.</summary>
    Target Doctor => _ => _
        .Description("Compares GitHub's environments and how it names jobs with what the pipelines rest on; exit code 1 where they do not fit; needs GITHUB_TOKEN, and changes nothing")
        .Executes(() => ShipRun.Start(this, (run, ct) => DoctorRun.Look(this, run, ct)));

    /// <summary>Runs a workflow on this machine.</summary>
    Target Simulate => _ => _
        .Description("Runs the jobs of the workflow that --workflow names on this machine, against the rehearsal cloud and a simulated GitHub; exit code of the first job that failed")
        .Executes(() => ShipRun.Start(this, (run, ct) => run.Simulate(ct)));

    /// <summary>Starts the rehearsal cloud and leaves it running.</summary>
    Target Rehearse => _ => _
        .Description("Starts the rehearsal cloud on this machine, if it is not running, and prints its endpoints")
        .Executes(() => ShipRun.Start(this, (run, ct) => run.Rehearse(ct)));

    /// <summary>Ends the rehearsal cloud.</summary>
    Target RehearseStop => _ => _
        .Description("Ends the rehearsal cloud and everything that it started, in any state")
        .Executes(() => ShipRun.Start(this, (run, ct) => run.RehearseStop(ct)));
}
