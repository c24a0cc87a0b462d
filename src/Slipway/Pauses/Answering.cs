using System.Globalization;
using Slipway.Gates;
using Slipway.Output;
using Slipway.Services;

namespace Slipway.Pauses;

/// <summary>
/// Answers everything of an application that waits for a person: pauses of ECS, and questions of runs. It takes no lock, since what waits is a run that
/// holds it, or ECS by itself.
/// </summary>
/// <param name="who">ARN of the caller.</param>
internal sealed class Answering(IPauses pauses, QuestionBook book, string who, IOutput output, TimeProvider time)
{
    /// <param name="cluster">Null: nothing of the application is there yet.</param>
    /// <param name="only">The one service that is meant; null: all of them.</param>
    /// <exception cref="DeployException">Nothing waits, or the application has no such service.</exception>
    public async Task Answer(PersonAnswer answer, Application application, DeployEnvironment environment, string? cluster, string? only, CancellationToken ct)
    {
        var services = Meant(application, only).ToDictionary(service => EcsNames.Service(application, service), StringComparer.Ordinal);
        // ECS does not pause for a pair; the run that moves its weights asks.
        string[] paused = [.. services.Where(one => one.Value.Rollout.In(environment) is not ServicePairRollout).Select(one => one.Key)];
        var underWay = cluster is null || paused.Length == 0 ? [] : await pauses.UnderWay(cluster, paused, ct);
        var questions = (await book.All(ct)).Where(question => question.Document.Answer is null && services.Values.Any(service => service.Name == question.Document.Service)).ToList();
        var waiting = underWay.SelectMany(deployment => deployment.Pauses.Select(pause => (deployment, pause))).ToList();
        if (waiting.Count == 0 && questions.Count == 0)
            throw Nothing(application, environment, only, underWay, services);

        foreach (var (deployment, pause) in waiting)
            await Answer(answer, services[deployment.Service], environment, deployment, pause, ct);

        foreach (var question in questions)
            await Answer(answer, question, ct);
    }

    private async Task Answer(PersonAnswer answer, EcsService service, DeployEnvironment environment, DeploymentUnderWay deployment, OpenPause pause, CancellationToken ct)
    {
        if (!await pauses.Answer(deployment, pause, answer == PersonAnswer.Proceed, ct))
        {
            output.Emit(new NotWaiting(service.Name, Where(deployment)));
            return;
        }

        output.Emit(new PauseAnswered(service.Name, answer, deployment, pause, SkipsHold: answer == PersonAnswer.Proceed && Holds(service, environment, deployment)));
        await Note(new QuestionDocument(service.Name, Where(deployment), Commit: null, "ECS paused the deployment", time.GetUtcNow())
        {
            Answer = new GivenAnswer(answer, who, time.GetUtcNow()),
        }, ct);
    }

    private async Task Answer(PersonAnswer answer, StoredQuestion question, CancellationToken ct)
    {
        var document = question.Document;
        var given = document with { Answer = new GivenAnswer(answer, who, time.GetUtcNow()) };
        output.Emit(await book.Write(given, question, ct)
            ? new QuestionAnswered(document.Service, document.Hold, document.Question, document.Asked, answer)
            : new NotWaiting(document.Service, document.Hold));
    }

    /// <summary>Leaves word of who answered ECS, for the ledger of the run that follows the deployment. ECS has the answer in any case.</summary>
    private async Task Note(QuestionDocument answered, CancellationToken ct)
    {
        try
        {
            await book.Write(answered, await book.Find(answered.Service, answered.Hold, ct), ct);
        }
        catch (DeployException exception)
        {
            output.Emit(new AnswerNotNoted(answered.Service, exception.Message));
        }
    }

    /// <summary>Whether a run holds there by itself, so that it is not a question but its gates that the rollout waits for.</summary>
    private static bool Holds(EcsService service, DeployEnvironment environment, DeploymentUnderWay deployment) =>
        service.Rollout.In(environment) is SteppedRollout stepped
        && deployment.Percent is { } percent && stepped.Percents.Any(hold => Math.Abs(hold - percent) < 0.05);

    private static string Where(DeploymentUnderWay deployment) =>
        deployment.Percent is { } percent ? percent.ToString("0.#", CultureInfo.InvariantCulture) : deployment.Stage ?? "pause";

    private static IReadOnlyList<EcsService> Meant(Application application, string? only)
    {
        if (only is null)
            return application.Services;

        return application.Services.FirstOrDefault(service => service.Name == only) is { } one ? [one] : throw new DeployException(
            $"""
             {application.Name} has no service {only}. Nothing was changed.
               found  {string.Join(", ", application.Services.Select(service => service.Name).DefaultIfEmpty("no service"))}
             """,
            Verdict.Usage);
    }

    private static DeployException Nothing(
        Application application, DeployEnvironment environment, string? only, IReadOnlyList<DeploymentUnderWay> underWay, Dictionary<string, EcsService> services) => new(
        $"""
         Nothing of {only ?? application.Name} in {environment} waits for an answer. Nothing was changed.
         {string.Join('\n', underWay.Select(deployment => $"  under way  {services[deployment.Service].Name}, {PauseAnswered.State(deployment)}").DefaultIfEmpty("  under way  nothing"))}
           try        ./build.sh Status --environment {environment}{(underWay.Count > 0 ? $", or ./build.sh Rollback --environment {environment}, which does not wait" : "")}
         """);
}
