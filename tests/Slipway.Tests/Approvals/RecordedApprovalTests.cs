using Slipway.Approvals;
using Slipway.Releases;
using Slipway.Tests.Releases;

namespace Slipway.Tests.Approvals;

public sealed class RecordedApprovalTests
{
    private const string Ann = "AIDAANN";
    private const string Ci = "AROACI:gha-7";
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private static readonly DeployEnvironment Prod = new("prod") { Account = "111122223333", Region = "eu-west-1", Approval = Approval.Required };
    private static readonly Application Chat = new("chat") { Environments = [Prod] };
    private static readonly string Plan = new('7', 64);
    private static readonly DateTimeOffset Now = SteppedTime.Start;

    private static readonly ApprovalDocument Document = new(Plan, "chat", "prod", "c0ffee", "arn:aws:iam::111122223333:user/ann", Now.AddHours(-1));

    private readonly MemoryBox _box = new() { Rules = ReleaseBucketSettings.With(null, ApproverStatement.Of("arn:aws:s3:::releases")) };

    [Fact]
    public async Task An_approval_of_this_plan_by_somebody_else_counts()
    {
        _box.Records.Add(Record(Document, Ann));

        var approval = (await Look()).Approval!;

        Assert.Equal(("./build.sh Approve", "arn:aws:iam::111122223333:user/ann", Now.AddHours(-1)), (approval.How, approval.Who, approval.At));
        Assert.Equal([$"read approvals/{Plan}/", "policy"], _box.Calls);
    }

    [Fact]
    public async Task Each_record_that_does_not_count_is_told_with_its_reason()
    {
        _box.Records.AddRange(
        [
            Record(Document, Ci),
            Record(Document, "AROACI:somebody-else"),
            Record(Document, writer: null),
            Record(Document with { Plan = new string('8', 64) }, Ann),
            Record(Document with { Application = "shop" }, Ann),
            Record(Document with { Environment = "dev" }, Ann),
            Record(Document, Ann) with { At = Now.AddHours(-25) },
            Record(Document with { At = Now.AddHours(-25) }, Ann),
            Record(Document, Ann) with { Content = "{}"u8.ToArray() },
        ]);

        var finding = await Look();

        Assert.Null(finding.Approval);
        Assert.Equal(
            """
            arn:aws:iam::111122223333:user/ann approved it, and is who deploys
            arn:aws:iam::111122223333:user/ann approved it, in a session of the role that deploys; anybody who has the role could
            x.json does not name its writer
            x.json is of another plan
            x.json is of another plan
            x.json is of another plan
            arn:aws:iam::111122223333:user/ann approved it 2026-01-02 02:04 UTC, which held for 24 hours
            arn:aws:iam::111122223333:user/ann approved it 2026-01-01 02:04 UTC, which held for 24 hours
            x.json cannot be read
            """,
            finding.Seen);
    }

    [Fact]
    public async Task One_that_counts_is_enough_among_many()
    {
        _box.Records.AddRange([Record(Document, Ci), Record(Document with { Who = "arn:aws:iam::111122223333:user/ben" }, "AIDABEN")]);

        Assert.Equal("arn:aws:iam::111122223333:user/ben", (await Look()).Approval!.Who);
    }

    [Fact]
    public async Task Without_the_statement_in_the_policy_no_record_proves_anything_and_none_is_written()
    {
        _box.Rules = ReleaseBucketSettings.WithTls("releases", "eu-west-1", policy: null);
        _box.Records.Add(Record(Document, Ann));

        Assert.Equal("the policy of bucket releases lets anybody write approvals in another's name; ./build.sh Bootstrap --environment prod mends it", (await Look()).Seen);
        var error = await Assert.ThrowsAsync<DeployException>(() => Records(Ci).Give(ReleasePlanTests.Plan(ReleasePlanTests.Chat), Ct));
        Assert.Equal(Verdict.Refused, error.Verdict);
        Assert.Contains("./build.sh Bootstrap --environment prod", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_box.Calls, call => call.StartsWith("write", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_written_is_told_with_the_place_that_was_looked_in() =>
        Assert.Equal($"s3://releases/approvals/{Plan}/ is empty", (await Look()).Seen);

    [Fact]
    public async Task An_approval_is_written_in_the_callers_own_name_and_found_by_the_next_who_deploys()
    {
        var plan = ReleasePlanTests.Plan(ReleasePlanTests.Chat);

        Assert.Equal("arn:aws:sts::111122223333:assumed-role/Review/ann@example.com", await Records("AROAREVIEW:ann@example.com", "Review/ann@example.com").Give(plan, Ct));

        Assert.Equal($"write approvals/{plan.Hash}/AROAREVIEW-ann-example.com.json by AROAREVIEW:ann@example.com", _box.Calls[^1]);
        Assert.NotNull((await Records(Ci).Look(plan.Hash, Ct)).Approval);
        Assert.Null((await Records("AROAREVIEW:ann@example.com").Look(plan.Hash, Ct)).Approval);
    }

    [Theory]
    [InlineData("AIDAANN", "arn:aws:iam::111122223333:user/ann", "AIDAANN", true)]
    [InlineData("AIDAANN", "arn:aws:iam::111122223333:user/ann", "AIDABEN", false)]
    [InlineData("AROACI:gha-7", "arn:aws:sts::111122223333:assumed-role/ci/gha-7", "AROACI:gha-7", true)]
    [InlineData("AROACI:gha-7", "arn:aws:sts::111122223333:assumed-role/ci/gha-7", "AROACI:ann", true)]
    [InlineData("AROACI:gha-7", "arn:aws:sts::111122223333:assumed-role/ci/gha-7", "AROAOPS:gha-7", false)]
    [InlineData("AROASSO:ann@x.com", "arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0a1b/ann@x.com", "AROASSO:ben@x.com", false)]
    [InlineData("AROASSO:ann@x.com", "arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0a1b/ann@x.com", "AROASSO:ann@x.com", true)]
    [InlineData("111122223333", "arn:aws:iam::111122223333:root", "111122223333", true)]
    public void Two_sessions_of_a_role_may_be_one_person_unless_identity_center_names_them(string id, string arn, string other, bool same) =>
        Assert.Equal(same, new Principal(arn, id).MayBe(other));

    [Theory]
    [InlineData("Statement", """[{"Sid":"Audit","Effect":"Allow"},STATEMENT]""", true)]
    [InlineData("Statement", "STATEMENT", true)]
    [InlineData("Statement", """[{"Sid":"Audit","Effect":"Allow"}]""", false)]
    [InlineData("Id", "[STATEMENT]", false)]
    public void The_statement_is_found_among_others(string member, string statements, bool found)
    {
        var statement = ApproverStatement.Of("arn:aws:s3:::releases").ToJsonString();

        Assert.Equal(found, ApproverStatement.IsIn($$"""{"{{member}}":{{statements.Replace("STATEMENT", statement, StringComparison.Ordinal)}}}""", "arn:aws:s3:::releases"));
    }

    [Fact]
    public void The_statement_counts_as_s3_gives_it_back_and_not_when_it_was_weakened()
    {
        const string Good =
            """
            {"Statement":{"Effect":"Deny","Sid":"SlipwayApproverIsTheWriter","Principal":{"AWS":"*"},"Resource":["arn:aws:s3:::releases/approvals/*"],
             "Action":["s3:PutObjectTagging","s3:PutObjectVersionTagging","s3:PutObject"],"Condition":{"StringNotEquals":{"s3:RequestObjectTag/approver":["${aws:userid}"]}}}}
            """;

        Assert.True(ApproverStatement.IsIn(Good, "arn:aws:s3:::releases"));
        Assert.All(
            new[]
            {
                ("Deny", "Allow"), ("{\"AWS\":\"*\"}", "{\"AWS\":\"111122223333\"}"), ("releases/approvals/*", "releases/approvals/x/*"), ("\"s3:PutObjectTagging\",", ""),
                ("StringNotEquals", "StringNotEqualsIfExists"), ("${aws:userid}", "*"), ("[\"${aws:userid}\"]", "[\"${aws:userid}\",\"AIDAANN\"]"),
            },
            change => Assert.False(ApproverStatement.IsIn(Good.Replace(change.Item1, change.Item2, StringComparison.Ordinal), "arn:aws:s3:::releases"), change.Item2));
    }

    private Task<ApprovalFinding> Look() => Records(Ci).Look(Plan, Ct);

    private RecordedApproval Records(string id, string session = "ci/gha-7") =>
        new(Chat, Prod, _box, () => new Principal($"arn:aws:sts::111122223333:assumed-role/{session}", id), new SteppedTime());

    private static StoredApproval Record(ApprovalDocument document, string? writer) => new("x.json", document.ToJson(), writer, Now.AddHours(-1), Now);

    /// <summary>A bucket that takes everybody's word for who they are.</summary>
    private sealed class MemoryBox : IApprovalBox
    {
        public List<string> Calls { get; } = [];

        public List<StoredApproval> Records { get; } = [];

        public string? Rules { get; set; }

        public string Bucket => "releases";

        public Task Write(string key, ReadOnlyMemory<byte> content, string writer, CancellationToken ct)
        {
            Calls.Add($"write {key} by {writer}");
            Records.Add(new StoredApproval(key[(key.LastIndexOf('/') + 1)..], content.ToArray(), writer, Now, Now));
            return Task.CompletedTask;
        }

        public Task<IReadOnlyList<StoredApproval>> Read(string prefix, CancellationToken ct)
        {
            Calls.Add($"read {prefix}");
            return Task.FromResult<IReadOnlyList<StoredApproval>>([.. Records]);
        }

        public Task<string?> Policy(CancellationToken ct)
        {
            Calls.Add("policy");
            return Task.FromResult(Rules);
        }
    }
}
