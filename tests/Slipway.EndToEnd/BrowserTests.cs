using Microsoft.Playwright;

namespace Slipway.EndToEnd;

[Collection(DeployedChat.Name)]
public sealed class BrowserTests(DeployedChat chat)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_people_on_different_tasks_chat_in_the_browser_through_the_distribution()
    {
        await using var browser = await Browser.Open(Ct);
        var (ada, adasTask) = await Enter(browser, "ada", _ => true);
        var (bob, bobsTask) = await Enter(browser, "bob", task => task != adasTask);
        Assert.NotEqual(adasTask, bobsTask);

        await Say(ada, "The new version is out. Did you notice anything?");
        await Assertions.Expect(bob.GetByText("The new version is out.")).ToBeVisibleAsync();
        await Say(bob, "No. Was there a deploy?");

        await Assertions.Expect(ada.GetByText("No. Was there a deploy?")).ToBeVisibleAsync();
        await ada.ScreenshotAsync(new() { Path = Path.Combine(Workspace.Repository, ".nuke", "temp", "tests", "chat.png") });
    }

    /// <summary>Comes in again until the load balancer has picked a task that is wanted.</summary>
    private async Task<(IPage Page, string Task)> Enter(Browser browser, string name, Func<string, bool> wanted)
    {
        for (var attempt = 1; ; attempt++)
        {
            var page = await browser.Visit($"{chat.First.Url("web")}?room=browser&name={name}");
            await Assertions.Expect(page.GetByText($"browser as {name}")).ToBeVisibleAsync();
            await Assertions.Expect(page.Locator("#task")).Not.ToBeEmptyAsync();
            var task = await page.Locator("#task").InnerTextAsync();
            if (wanted(task))
                return (page, task);

            Assert.True(attempt < 20, $"Twenty connections all went to {task}.");
            await page.CloseAsync();
        }
    }

    private static async Task Say(IPage page, string text)
    {
        await page.GetByLabel("Message").FillAsync(text);
        await page.Keyboard.PressAsync("Enter");
    }
}
