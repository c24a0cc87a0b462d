using Slipway.Releases;

namespace Slipway.Approvals;

/// <summary>Approvals that people write into the release bucket with <c>./build.sh Approve</c>.</summary>
/// <param name="caller">Who runs this; known once the caller was checked.</param>
internal sealed class RecordedApproval(Application application, DeployEnvironment environment, IApprovalBox box, Func<Principal> caller, TimeProvider time)
{
    /// <summary>Writes down that the caller approves this plan.</summary>
    /// <returns>ARN of the caller.</returns>
    /// <exception cref="DeployException">The bucket is missing, or does not hold writers to their own names (<see cref="Verdict.Refused"/>).</exception>
    public async Task<string> Give(ReleasePlan plan, CancellationToken ct)
    {
        if (!await ProvesWriters(ct))
            throw Unproven();

        var me = caller();
        var document = new ApprovalDocument(plan.Hash, application.Name, environment.Name, plan.Commit, me.Arn, time.GetUtcNow());
        await box.Write($"{Prefix(plan.Hash)}{Safe(me.Id)}.json", document.ToJson(), me.Id, ct);
        return me.Arn;
    }

    /// <summary>Looks for an approval of a plan by somebody else than the caller.</summary>
    /// <exception cref="DeployException">AWS refused, or could not be reached.</exception>
    public async Task<ApprovalFinding> Look(string plan, CancellationToken ct)
    {
        var records = await box.Read(Prefix(plan), ct);
        if (records.Count == 0)
            return ApprovalFinding.None($"s3://{box.Bucket}/{Prefix(plan)} is empty");

        if (!await ProvesWriters(ct))
            return ApprovalFinding.None($"the policy of bucket {box.Bucket} lets anybody write approvals in another's name; ./build.sh Bootstrap --environment {environment} mends it");

        var findings = records.Select(record => Judge(plan, record)).ToList();
        return findings.FirstOrDefault(finding => finding.Approval is not null)
            ?? ApprovalFinding.None(string.Join('\n', findings.Select(finding => finding.Seen)));
    }

    internal ApprovalFinding Judge(string plan, StoredApproval record)
    {
        var me = caller();
        if (ApprovalDocument.Parse(record.Content) is not { } document)
            return ApprovalFinding.None($"{record.Key} cannot be read");

        if (document.Plan != plan || document.Application != application.Name || document.Environment != environment.Name)
            return ApprovalFinding.None($"{record.Key} is of another plan");

        if (record.Writer is not { } writer)
            return ApprovalFinding.None($"{record.Key} does not name its writer");

        if (me.MayBe(writer))
        {
            return ApprovalFinding.None(writer == me.Id
                ? $"{document.Who} approved it, and is who deploys"
                : $"{document.Who} approved it, in a session of the role that deploys; anybody who has the role could");
        }

        // A copy of an object is new, what it says is not; and the clock of who wrote it may be wrong.
        var age = record.Now - (document.At < record.At ? document.At : record.At);
        return age > environment.Approval.ValidFor
            ? ApprovalFinding.None($"{document.Who} approved it {document.At.UtcDateTime:yyyy-MM-dd HH:mm} UTC, which held for {environment.Approval.ValidFor.TotalHours:0.#} hours")
            : ApprovalFinding.Given(new ReleaseApproval("./build.sh Approve", document.Who) { At = record.At });
    }

    private async Task<bool> ProvesWriters(CancellationToken ct) =>
        ApproverStatement.IsIn(await box.Policy(ct), ReleaseBucketSettings.ArnOf(box.Bucket, environment.Region));

    private static string Prefix(string plan) => $"{ApproverStatement.Folder}{plan}/";

    private static string Safe(string id) => string.Concat(id.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-'));

    private DeployException Unproven() => new(
        $"""
         Approvals in bucket {box.Bucket} would prove nothing: it is not there, or its policy lets anybody write one in another's name. Nothing was changed.
           try  ./build.sh Bootstrap --environment {environment}
         """,
        Verdict.Refused);
}
