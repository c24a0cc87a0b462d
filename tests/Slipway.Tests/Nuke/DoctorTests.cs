using System.Text.Json.Nodes;
using AWSSDK.Tests.Loopback;

namespace Slipway.Tests.Nuke;

/// <summary>The target Doctor as a process, against a server that answers as GitHub does.</summary>
public sealed class DoctorTests : IDisposable
{
    private readonly BuildProcess _build = new();

    public DoctorTests()
    {
        _build.Variables["GITHUB_REPOSITORY"] = "acme/shop";
        _build.Variables["GITHUB_TOKEN"] = "t0ken";
    }

    public void Dispose() => _build.Dispose();

    [Fact]
    public async Task A_GitHub_that_fits_is_exit_code_0_and_tells_what_roles_are_made_with()
    {
        var (code, output) = await Run("""{"name":"dev","deployment_branch_policy":{"protected_branches":true,"custom_branch_policies":false}}""");

        Assert.True(code == 0, output);
        Assert.Contains("subjects begin with  repo:acme@12/shop@34", output, StringComparison.Ordinal);
        Assert.Contains("roles are made with  Repository=acme/shop OwnerId=12 RepositoryId=34", output, StringComparison.Ordinal);
        Assert.Contains("environment dev: nobody is asked; protected branches", output, StringComparison.Ordinal);
        Assert.DoesNotContain("t0ken", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_GitHub_that_does_not_fit_is_exit_code_1()
    {
        var (code, output) = await Run("""{"name":"dev","deployment_branch_policy":{"protected_branches":false,"custom_branch_policies":true}}""");

        Assert.True(code == (int)Verdict.Failed, output);
        Assert.Contains("problem  pushes to main are to be shipped, and its runs may not ask for it", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_token_GitHub_is_left_out_and_a_rehearsal_that_does_not_run_is_not_started()
    {
        _build.Variables["GITHUB_TOKEN"] = "";

        var (code, output) = await _build.Run("Doctor");

        Assert.True(code == 0, output);
        Assert.Contains("shop in local was not looked at: the rehearsal cloud does not run; ./build.sh Deploy starts it", output, StringComparison.Ordinal);
        Assert.Contains("GitHub was not looked at: there is no GITHUB_TOKEN to ask acme/shop with", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_build.Root, ".nuke", "temp", "rehearsal")));
    }

    [Fact]
    public async Task Without_a_token_it_is_refused_where_a_deploy_rests_on_what_GitHub_asks_of_people()
    {
        _build.Variables["GITHUB_TOKEN"] = "";
        _build.Variables["SHOP_ASKS"] = "yes";
        Unreachable();

        var (code, output) = await _build.Run("Doctor", "--environment", "dev");

        Assert.True(code == (int)Verdict.Refused, output);
        Assert.Contains("sts:GetCallerIdentity did not reach AWS.", output, StringComparison.Ordinal);
        Assert.Contains("There is no GITHUB_TOKEN, so that nothing can be read at acme/shop. Nothing was changed.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_JSON_every_event_is_a_line_of_its_own()
    {
        _build.Variables["GITHUB_TOKEN"] = "";

        var (code, output) = await _build.Run("Doctor", "--json");

        Assert.True(code == 0, output);
        var events = output.Split('\n').Where(line => line.StartsWith('{')).Select(line => JsonNode.Parse(line)!).Where(line => $"{line["event"]}" == "CheckupSkipped");
        Assert.Equal(["shop in local", "GitHub"], events.Select(line => $"{line["what"]}"));
    }

    /// <summary>An address where nobody answers, and a key for it.</summary>
    private void Unreachable()
    {
        _build.Variables["AWS_ENDPOINT_URL"] = "http://127.0.0.1:9";
        _build.Variables["AWS_ACCESS_KEY_ID"] = "AKIDEXAMPLE";
        _build.Variables["AWS_SECRET_ACCESS_KEY"] = "secret";
        _build.Variables["AWS_MAX_ATTEMPTS"] = "1";
    }

    private async Task<(int Code, string Output)> Run(string environment)
    {
        await using var github = await LoopbackServer.Start(call => new Reply(
            200,
            call.PathAndQuery switch
            {
                "/repos/acme/shop" => """{"id":34,"full_name":"acme/shop","owner":{"id":12,"login":"acme"}}""",
                "/repos/acme/shop/actions/oidc/customization/sub" => """{"use_default":true,"sub_claim_prefix":"repo:acme@12/shop@34"}""",
                "/repos/acme/shop/environments/dev" => environment,
                _ => """{"total_count":1,"branch_policies":[{"name":"release/*"}]}""",
            },
            "application/json"));
        _build.Variables["GITHUB_API_URL"] = github.Url;
        return await _build.Run("Doctor");
    }
}
