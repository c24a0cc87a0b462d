using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Images;

namespace Slipway.Tests.Images;

public sealed class RepositorySettingsTests
{
    [Fact]
    public void The_ten_newest_and_everything_live_stay()
    {
        // Oldest first; the two oldest and one in the middle are or were live.
        var images = Enumerable.Range(1, 20)
            .Select(number => (Number: number, Tags: (string[])[$"input-{number:x}", $"{number:d40}", .. number is 1 or 2 or 8 ? (string[])[$"live-prod-{number}"] : []]))
            .ToArray();

        Assert.Equal([3, 4, 5, 6, 7, 9, 10], Expired(images));
    }

    [Fact]
    public void An_image_that_somebody_else_pushed_is_left_alone() =>
        Assert.Empty(Expired([.. Enumerable.Range(1, 20).Select(number => (number, (string[])[$"v{number}"]))]));

    [Fact]
    public void The_same_policy_in_another_spelling_needs_no_repair()
    {
        var repository = new ImageRepository("a", "r/a", Immutable: true, ScansOnPush: true);
        var spelled = JsonNode.Parse(RepositorySettings.LifecyclePolicy)!.ToString();

        Assert.Empty(RepositorySettings.Repairs(repository, spelled));
        Assert.Equal([RepositoryRepair.LifecyclePolicy], RepositorySettings.Repairs(repository, null));
        Assert.Equal(
            [RepositoryRepair.ImmutableTags, RepositoryRepair.ScanOnPush, RepositoryRepair.LifecyclePolicy],
            RepositorySettings.Repairs(repository with { Immutable = false, ScansOnPush = false }, """{"rules":[]}"""));
    }

    /// <summary>
    /// Lifecycle policies as the ECR user guide has them: rules in order of priority; a rule sees all images with its tags, those of
    /// earlier rules among them; it expires the oldest beyond its count, but none that an earlier rule selects.
    /// </summary>
    private static IEnumerable<int> Expired((int Number, string[] Tags)[] oldestFirst)
    {
        HashSet<int> selected = [], expired = [];
        var rules = JsonDocument.Parse(RepositorySettings.LifecyclePolicy).RootElement.GetProperty("rules").EnumerateArray()
            .OrderBy(rule => rule.GetProperty("rulePriority").GetInt32());
        foreach (var selection in rules.Select(rule => rule.GetProperty("selection")))
        {
            Assert.Equal("tagged", selection.GetProperty("tagStatus").GetString());
            Assert.Equal("imageCountMoreThan", selection.GetProperty("countType").GetString());
            var prefixes = selection.GetProperty("tagPrefixList").EnumerateArray().Select(prefix => prefix.GetString()!).ToArray();
            var matching = oldestFirst.Where(image => prefixes.All(prefix => image.Tags.Any(tag => tag.StartsWith(prefix, StringComparison.Ordinal)))).ToArray();
            expired.UnionWith(matching.SkipLast(selection.GetProperty("countNumber").GetInt32()).Select(image => image.Number).Except(selected));
            selected.UnionWith(matching.Select(image => image.Number));
        }

        return expired.Order();
    }
}
