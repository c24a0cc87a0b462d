using Slipway.Output;
using Slipway.Traffic;

namespace Slipway.Sites;

/// <summary>
/// Fetches changed pages and what they refer to through the distribution. One edge answers, so this finds wrong wiring (no root object, no
/// rewrite, a missing script answered with a page), not an edge that lags; the invalidation's completion speaks for those.
/// </summary>
internal sealed class SiteVerification(IWebViewer viewer, IOutput output, TimeProvider time)
{
    private const int MostPages = 5;
    private const int MostFiles = 20;
    private const int AtOnce = 4;
    private const int Attempts = 5;

    /// <exception cref="DeployException">A page or file answers with another status or type than it should; all of them are named.</exception>
    public async Task Verify(SitePlan plan, CancellationToken ct)
    {
        var address = SiteAddress.Of(plan.Site, plan.Place, plan.Distribution);
        try
        {
            var found = new List<string>();
            var files = new Dictionary<string, SiteFile>(StringComparer.Ordinal);
            var pages = Pages(plan, address);
            foreach (var (page, type) in pages)
            {
                var (viewed, wrong) = await Look(page, type, ct);
                if (wrong is not null)
                    found.Add(wrong);
                foreach (var (uri, file) in viewed.MediaType == "text/html" ? PageReferences.Of(viewed.Body, page, plan) : [])
                    files.TryAdd(uri.AbsoluteUri, file);
            }

            await Parallel.ForEachAsync(files.Take(MostFiles), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (file, ct) =>
            {
                var (_, wrong) = await Look(new Uri(file.Key), MediaType(file.Value), ct);
                if (wrong is not null)
                {
                    lock (found)
                        found.Add(wrong);
                }
            });

            if (found.Count > 0)
                throw Wrong(plan, found);

            output.Emit(new SiteVerified(plan.Site.Name, address, pages.Count + Math.Min(files.Count, MostFiles)));
        }
        catch (DeployException exception) when (exception.MayPass)
        {
            output.Emit(new SiteUnverified(plan.Site.Name, address, exception.InnerException?.Message ?? exception.Message));
        }
    }

    /// <summary>The site's first page as people ask for it, and changed pages by their own names.</summary>
    private static List<(Uri Address, string Type)> Pages(SitePlan plan, Uri address)
    {
        var home = $"{SiteFolder.KeyPrefix(plan.Site)}index.html";
        var folder = plan.Paths.Home(plan.Site);
        var leadsHome = plan.Distribution.BehaviorOf(folder)?.RewritesRequests == true || (folder == "/" && plan.Distribution.DefaultRootObject.Length > 0);
        return
        [
            (leadsHome ? address : SiteAddress.Of(address, plan.Paths.Of(home)), "text/html"),
            .. plan.Uploads.Where(upload => upload.Phase == FileClass.Document && upload.File.Key != home)
                .Take(MostPages).Select(upload => (SiteAddress.Of(address, plan.Paths.Of(upload.File.Key)), MediaType(upload.File))),
        ];
    }

    /// <summary>Edges take a moment: what is wrong is looked at again before it is called wrong.</summary>
    private async Task<(Viewed Viewed, string? Wrong)> Look(Uri address, string type, CancellationToken ct)
    {
        var delay = TimeSpan.FromSeconds(0.5);
        for (var attempt = 1; ; attempt++)
        {
            var viewed = await viewer.Get(address, ct);
            if (viewed.Status == 200 && string.Equals(viewed.MediaType, type, StringComparison.OrdinalIgnoreCase))
                return (viewed, null);
            if (attempt == Attempts)
                return (viewed, $"{address}  answered {viewed.Status} {viewed.MediaType ?? "without a type"}; right is 200 {type}");

            await Task.Delay(delay, time, ct);
            delay *= 2;
        }
    }

    private static string MediaType(SiteFile file) => file.Headers.ContentType.Split(';')[0];

    private static DeployException Wrong(SitePlan plan, List<string> found) => new(
        $"""
         Site {plan.Site.Name} was published, but viewers do not get what they should.
           {string.Join("\n  ", found.Order(StringComparer.Ordinal))}
           try  check the distribution {plan.Place.Distribution}: its root object, the function of the site's behavior, its error pages, and that it may read s3://{plan.Place.Bucket}
         """);
}
