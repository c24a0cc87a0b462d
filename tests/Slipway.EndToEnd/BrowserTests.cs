using Microsoft.Playwright;

namespace Slipway.EndToEnd;

[Collection(DeployedChat.Name)]
public sealed class BrowserTests(DeployedChat chat)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_people_chat_in_the_browser()
    {
        await using var browser = await Browser.Open(Ct);
        var ada = await browser.Visit($"{chat.First.Url("server")}?room=browser&name=ada");
        var bob = await browser.Visit($"{chat.First.Url("server")}?room=browser&name=bob");
        await Assertions.Expect(ada.GetByText("browser as ada")).ToBeVisibleAsync();
        await Assertions.Expect(bob.GetByText("browser as bob")).ToBeVisibleAsync();

        await Say(ada, "The new version is out. Did you notice anything?");
        await Assertions.Expect(bob.GetByText("ada: The new version is out.")).ToBeVisibleAsync();
        await Say(bob, "No. Was there a deploy?");

        await Assertions.Expect(ada.GetByText("bob: No. Was there a deploy?")).ToBeVisibleAsync();
        await ada.ScreenshotAsync(new() { Path = Path.Combine(Workspace.Repository, ".nuke", "temp", "tests", "chat.png") });
    }

    private static async Task Say(IPage page, string text)
    {
        await page.GetByLabel("Message").FillAsync(text);
        await page.Keyboard.PressAsync("Enter");
    }
}
