using Microsoft.Playwright;

namespace Slipway.EndToEnd.Systems;

/// <summary>Somebody who has a page of 5pointers open in a browser.</summary>
internal sealed class Editor
{
    private static readonly LocatorAssertionsToHaveValueOptions Patiently = new() { Timeout = 30_000 };

    private readonly ILocator _text;
    private int _lines;

    private Editor(IPage page)
    {
        Title = page.GetByLabel("Title");
        _text = page.GetByLabel("Text");
    }

    public ILocator Title { get; }

    /// <summary>All that was typed so far.</summary>
    public string Typed => string.Concat(Enumerable.Range(1, _lines).Select(line => $"line {line}\n"));

    /// <summary>Makes an account and a page.</summary>
    public static async Task<Editor> SignUp(Browser browser, string url, string email, string page)
    {
        var tab = await Enter(browser, url, email, "Sign up");
        await tab.GetByLabel("New page").FillAsync(page);
        await tab.GetByRole(AriaRole.Button, new() { Name = "Create" }).ClickAsync();
        return await Opened(tab);
    }

    /// <summary>Opens a page that is there.</summary>
    public static async Task<Editor> LogIn(Browser browser, string url, string email, string page)
    {
        var tab = await Enter(browser, url, email, "Log in");
        await tab.GetByRole(AriaRole.Button, new() { Name = page, Exact = true }).ClickAsync();
        return await Opened(tab);
    }

    /// <summary>Types a line after the other until disposed of, whatever becomes of the connection.</summary>
    public Typing Type() => new(this);

    /// <summary>Waits until another sees all that was typed here.</summary>
    public Task IsShownTo(Editor other) => Assertions.Expect(other._text).ToHaveValueAsync(Typed, Patiently);

    private static async Task<IPage> Enter(Browser browser, string url, string email, string how)
    {
        var tab = await browser.Visit(url);
        await tab.GetByLabel("E-mail").FillAsync(email);
        await tab.GetByLabel("Password").FillAsync("correct horse");
        await tab.GetByRole(AriaRole.Button, new() { Name = how }).ClickAsync();
        return tab;
    }

    private static async Task<Editor> Opened(IPage tab)
    {
        await Assertions.Expect(tab.GetByText("in step")).ToBeVisibleAsync();
        return new Editor(tab);
    }

    private async Task TypeLine()
    {
        await _text.PressAsync("Control+End");
        await _text.PressSequentiallyAsync($"line {++_lines}\n");
    }

    /// <summary>Somebody who types until disposed of.</summary>
    internal sealed class Typing : IAsyncDisposable
    {
        private readonly CancellationTokenSource _end = new();
        private readonly Task _typing;

        public Typing(Editor editor) => _typing = Go(editor);

        public async ValueTask DisposeAsync()
        {
            await _end.CancelAsync();
            await _typing;
            _end.Dispose();
        }

        private async Task Go(Editor editor)
        {
            while (!_end.IsCancellationRequested)
            {
                await editor.TypeLine();
                await Task.Delay(200, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
