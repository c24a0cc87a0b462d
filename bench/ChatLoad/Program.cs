using System.Text.Json;
using ChatLoad;

LoadOptions options;
try
{
    options = LoadOptions.Parse(args);
}
catch (FormatException exception)
{
    Console.Error.WriteLine($"{exception.Message}\n  usage  {LoadOptions.Usage}");
    return 2;
}

var report = await new LoadRun(options, TimeProvider.System, Console.WriteLine).Run(CancellationToken.None);
Console.Write(ReportText.Of(report));
if (options.Report is { } path)
    await File.WriteAllTextAsync(path, JsonSerializer.Serialize(report, LoadReport.Format) + "\n");

return report.Failures.Count == 0 ? 0 : 1;
