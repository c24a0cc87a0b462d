using System.Globalization;
using Slipway.Pipelines.Lint;
using Slipway.Pipelines.Simulation.Expressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Slipway.Pipelines.Simulation;

/// <summary>The runs that a matrix stands for.</summary>
// https://docs.github.com/actions/how-tos/write-workflows/choose-what-workflows-do/run-job-variations
internal static class MatrixRuns
{
    private const int Most = 256;

    /// <summary>Axes and their values, one run each, in the order of the text: the last axis moves fastest.</summary>
    /// <exception cref="DeployException">There is none, there are too many, or it is no matrix.</exception>
    public static IReadOnlyList<Value.Map> Of(YamlNode matrix, string job, Evaluation evaluation)
    {
        if (Of(matrix, evaluation) is not Value.Map axes)
            throw new DeployException($"The matrix of job {job} is no mapping of axes to their values.");

        IEnumerable<Dictionary<string, Value>> runs = axes.Members.Keys.Except(["include", "exclude"], StringComparer.OrdinalIgnoreCase).Any() ? [new(StringComparer.OrdinalIgnoreCase)] : [];
        foreach (var (axis, values) in axes.Members.Where(axis => axis.Key is not ("include" or "exclude")))
        {
            if (values is not Value.List list)
                throw new DeployException($"The axis {axis} in the matrix of job {job} is no list.");

            runs = [.. from run in runs from value in list.Items select new Dictionary<string, Value>(run, StringComparer.OrdinalIgnoreCase) { [axis] = value }];
        }

        var excluded = Maps(axes, "exclude", job);
        var kept = runs.Where(run => !excluded.Any(one => one.Members.All(member => run.TryGetValue(member.Key, out var value) && AreSame(value, member.Value)))).ToList();
        Include(kept, Maps(axes, "include", job));
        return kept.Count switch
        {
            0 => throw new DeployException($"The matrix of job {job} has no run: an axis of it is empty. GitHub fails such a job; give it an if."),
            > Most => throw new DeployException($"The matrix of job {job} has {kept.Count} runs; GitHub takes {Most}."),
            _ => [.. kept.Select(run => Value.Of(run))],
        };
    }

    /// <summary>
    /// What is to be included goes into every run whose axes it does not contradict; what fits into none is a run of its own, into which no other goes.
    /// </summary>
    private static void Include(List<Dictionary<string, Value>> runs, IReadOnlyList<Value.Map> included)
    {
        var original = runs.Select(run => run.ToDictionary(StringComparer.OrdinalIgnoreCase)).ToList();
        List<Dictionary<string, Value>> own = [];
        foreach (var one in included)
        {
            var fitting = Enumerable.Range(0, original.Count).Where(at => one.Members.All(member => !original[at].TryGetValue(member.Key, out var value) || AreSame(value, member.Value))).ToList();
            if (fitting.Count == 0)
                own.Add(new Dictionary<string, Value>(one.Members, StringComparer.OrdinalIgnoreCase));

            foreach (var at in fitting)
            {
                foreach (var (name, value) in one.Members)
                    runs[at][name] = value;
            }
        }

        runs.AddRange(own);
    }

    private static IReadOnlyList<Value.Map> Maps(Value.Map axes, string key, string job) => axes.Members.GetValueOrDefault(key) switch
    {
        null or Value.Null => [],
        Value.List list when list.Items.All(item => item is Value.Map) => [.. list.Items.Cast<Value.Map>()],
        _ => throw new DeployException($"{key} in the matrix of job {job} is no list of mappings."),
    };

    private static bool AreSame(Value left, Value right) => ValueJson.Write(left) == ValueJson.Write(right);

    private static Value Of(YamlNode node, Evaluation evaluation) => node switch
    {
        YamlMappingNode map => Value.Of(map.Children.Select(entry => KeyValuePair.Create(entry.Key.Scalar() ?? "", Of(entry.Value, evaluation)))),
        YamlSequenceNode list => new Value.List([.. list.Select(item => Of(item, evaluation))]),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: { } plain } when !plain.Contains("${{", StringComparison.Ordinal) => Plain(plain),
        _ => evaluation.ValueOf(node.Scalar() ?? ""),
    };

    // The core schema of YAML: https://yaml.org/spec/1.2.2/#103-core-schema
    private static Value Plain(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => Value.Nothing,
        "true" or "True" or "TRUE" => Value.Of(true),
        "false" or "False" or "FALSE" => Value.Of(false),
        _ => double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number) ? Value.Of(number) : Value.Of(text),
    };
}
