using Slipway.Pipelines;

namespace Slipway.Tests.Pipelines;

public sealed class ImageBatchesTests
{
    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(1, 1, 1, 1)]
    [InlineData(200, 200, 1, 1)]
    [InlineData(256, 256, 1, 1)]
    [InlineData(257, 256, 1, 2)]
    [InlineData(600, 256, 2, 3)]
    public void Every_service_is_in_one_batch_and_there_are_no_more_than_a_matrix_may_have(int count, int jobs, int fewest, int most)
    {
        IReadOnlyList<string> services = [.. Enumerable.Range(0, count).Select(number => $"service-{number}")];

        var batches = ImageBatches.Of(services);

        Assert.Equal(jobs, batches.Count);
        Assert.Equal(services, batches.SelectMany(batch => batch));
        Assert.Equal((fewest, most), batches.Count == 0 ? (0, 0) : (batches.Min(batch => batch.Count), batches.Max(batch => batch.Count)));
    }

    [Fact]
    public void A_list_of_changed_services_is_JSON_that_a_matrix_takes()
    {
        Assert.Equal("""["web","api"]""", Listed(["web", "api"]));
        Assert.Equal("[]", Listed([]));
        Assert.EndsWith(",\"service-254\",\"service-255,service-256\"]", Listed([.. Enumerable.Range(0, 257).Select(number => $"service-{number}")]), StringComparison.Ordinal);

        static string Listed(IReadOnlyList<string> services)
        {
            var output = new ServicesChanged("release r1", services).ForLaterJobs;
            Assert.Equal("services", output?.Name);
            return output!.Value;
        }
    }
}
