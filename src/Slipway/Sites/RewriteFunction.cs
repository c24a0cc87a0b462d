namespace Slipway.Sites;

/// <summary>The CloudFront function that leads paths without a file to a page. It belongs to the site's own behavior, at viewer requests.</summary>
internal static class RewriteFunction
{
    /// <summary>The runtime that the code is for.</summary>
    public const string Runtime = "cloudfront-js-2.0";

    /// <param name="folder">The site's folder as viewers see it, without slashes around it; empty: the root.</param>
    public static string Of(SiteRouting routing, string folder)
    {
        var home = folder.Length == 0 ? "/" : $"/{folder}/";
        return routing == SiteRouting.SinglePage ? SinglePage(home) : Files;
    }

    // A path with a dot in its last part names a file: a script that is missing must be an error, not a page.
    private static string SinglePage(string home) =>
        $$"""
          function handler(event) {
              var request = event.request;
              var last = request.uri.substring(request.uri.lastIndexOf('/') + 1);
              if (last.indexOf('.') < 0) {
                  request.uri = '{{home}}index.html';
              }
              return request;
          }

          """.ReplaceLineEndings("\n");

    private static string Files =>
        """
        function handler(event) {
            var request = event.request;
            if (request.uri.endsWith('/')) {
                request.uri += 'index.html';
            }
            return request;
        }

        """.ReplaceLineEndings("\n");
}
