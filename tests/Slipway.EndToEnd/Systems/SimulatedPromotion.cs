namespace Slipway.EndToEnd.Systems;

/// <summary>A workflow of one's own that ships codemate to dev and promotes that release to staging: two environments of AWS, on this machine.</summary>
internal static class SimulatedPromotion
{
    public const string Workflow = "promote";

    private const string Text =
        """
        name: promote
        on:
          workflow_dispatch: {}
        permissions: {}
        jobs:
          promote:
            runs-on: ubuntu-24.04
            timeout-minutes: 60
            permissions:
              contents: read
            env:
              # What the rehearsal takes for the keys of an account.
              AWS_ACCESS_KEY_ID: '111122223333'
              AWS_SECRET_ACCESS_KEY: rehearsal
            steps:
              - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
                with:
                  persist-credentials: false
              - run: ./build.sh Deploy --application codemate --environment dev
              - run: ./build.sh Promote --application codemate --from dev --environment staging

        """;

    /// <summary>Commits it, and a build.sh that starts the compiled build: jobs run in clones, which have none.</summary>
    public static async Task Write(Workspace workspace, CancellationToken ct)
    {
        await File.WriteAllTextAsync(Path.Combine(workspace.Root, ".github", "workflows", $"{Workflow}.yml"), Text, ct);
        await File.WriteAllTextAsync(Path.Combine(workspace.Root, "build.sh"), $"#!/bin/sh\nexec dotnet exec '{workspace.Program}' \"$@\"\n", ct);
        await workspace.Commit("Promote by hand", ct);
    }
}
