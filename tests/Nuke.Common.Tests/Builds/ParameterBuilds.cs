using System.ComponentModel;
using Nuke.Common;
using Nuke.Common.IO;
using Nuke.Common.Tooling;

namespace RunnerTests.Builds;

internal enum Stage
{
    Development,
    Production,
}

[TypeConverter(typeof(TypeConverter<Flavor>))]
internal class Flavor : Enumeration
{
    public static readonly Flavor Sweet = new() { Value = "sweet!" };
    public static readonly Flavor Sour = new() { Value = "sour!" };
}

internal class ParameterBuild : TestBuild
{
    [Parameter("A text.")] public readonly string Text = "initial";
    [Parameter] public readonly int Number = 7;
    [Parameter] public readonly long Big;
    [Parameter] public readonly decimal Share;
    [Parameter] public readonly double Ratio;
    [Parameter] public readonly bool Flag;
    [Parameter] public readonly Stage Stage = Stage.Development;
    [Parameter] public readonly Stage? MaybeStage;
    [Parameter] public readonly int? MaybeNumber;
    [Parameter] public readonly Flavor? Flavor;
    [Parameter] public readonly TimeSpan Wait;
    [Parameter] public readonly DateTime Since;
    [Parameter] public readonly Guid Id;
    [Parameter] public readonly Uri? Link;
    [Parameter] public readonly Version? Version;
    [Parameter] public readonly AbsolutePath? Output;
    [Parameter(Separator = ",")] public readonly string[]? Services;
    [Parameter] public readonly int[]? Ports;
    [Parameter] public readonly Stage[]? Stages;
    [Parameter] public readonly List<string>? Unreadable;
    [Parameter] public string Property { get; } = "initial";
    [Parameter(Name = "Renamed")] public string Member { get; set; } = "initial";
    [Parameter(ValueProviderMember = nameof(Regions))] public readonly string? Region;
    [Parameter(List = false)][Secret] public readonly string? GitHubToken;

    public IEnumerable<string> Regions => ["eu-west-1", "ap-northeast-2"];

    public Target Work => _ => _.Executes(Do(nameof(Work)));

    public Target Tell => _ => _.Executes(() => Serilog.Log.Information("The token is {Token}", GitHubToken));
}

[ParameterPrefix("AwsPrefix")]
internal interface IAws : INukeBuild
{
    [Parameter("Where.")] string Region => TryGetValue(() => Region) ?? "nowhere";

    [Parameter] int? Attempts => TryGetValue<int?>(() => Attempts);

    [Parameter] bool Dry => TryGetValue<bool?>(() => Dry) ?? false;

    [Parameter] string[] Zones => TryGetValue(() => Zones) ?? [];
}

internal class ComponentParameterBuild : TestBuild, IAws
{
    public Target Work => _ => _.Executes(() =>
    {
        var aws = (IAws)this;
        Did.Add($"{aws.Region} {aws.Attempts ?? -1} {aws.Dry} {string.Join('|', aws.Zones)}");
    });
}
