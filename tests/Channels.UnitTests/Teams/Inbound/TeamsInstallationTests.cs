using System.Net;
using ChatOpsBot.Channels.Teams;
using ChatOpsBot.Channels.Teams.Outbound;
using ChatOpsBot.TestKit.Teams;

namespace ChatOpsBot.Channels.UnitTests.Teams.Inbound;

public sealed class TeamsInstallationTests : IAsyncLifetime
{
    private TeamsBot _bot = null!;

    public async Task InitializeAsync() => _bot = await TeamsBot.StartAsync();

    public async Task DisposeAsync() => await _bot.DisposeAsync();

    [Theory]
    [InlineData(TeamsScope.Personal)]
    [InlineData(TeamsScope.Group)]
    [InlineData(TeamsScope.Channel)]
    public async Task However_often_and_in_whatever_way_an_installation_is_told_there_is_one_greeting(TeamsScope scope)
    {
        await _bot.SendAsync(_bot.Alice.Installs(scope: scope));
        await _bot.SendAsync(_bot.Alice.AddsTheBot(scope));
        await _bot.SendAsync(_bot.Alice.Installs(scope: scope));

        var greeting = Assert.Single(_bot.Inbox.Accepted);
        Assert.Equal("help", greeting.Text);
        Assert.Equal(_bot.Alice.ConversationOf(scope), TeamsAddress.Read(greeting.ReplyTo).Conversation);
        Assert.Null(TeamsAddress.Read(greeting.ReplyTo).Activity);
        Assert.Equal([TeamsResults.Installed, TeamsResults.Duplicate, TeamsResults.Duplicate], _bot.Results);
    }

    [Fact]
    public async Task A_greeting_that_could_not_be_stored_is_asked_for_again()
    {
        _bot.Inbox.IsDown = true;

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await _bot.SendAsync(_bot.Alice.Installs())).StatusCode);
    }

    [Fact]
    public async Task A_foreign_tenant_is_not_greeted()
    {
        _bot.Bob.SpeaksIn = "99999999-0d0b-4d7c-9a55-0c0f6d1c0001";

        await _bot.SendAsync(_bot.Bob.Installs());

        Assert.Empty(_bot.Inbox.Accepted);
    }

    [Theory]
    [InlineData("add-upgrade")]
    [InlineData("remove-upgrade")]
    public async Task An_upgrade_changes_nothing(string action)
    {
        await _bot.SendAsync(_bot.Alice.Installs(action));

        Assert.Empty(_bot.Inbox.Accepted);
        Assert.Empty(_bot.Memory.Forgotten);
    }

    [Fact]
    public async Task A_removal_forgets_the_conversation_and_closes_it_until_somebody_speaks_there_again()
    {
        var asked = await _bot.AnswerAsync(_bot.Alice);

        await _bot.SendAsync(_bot.Alice.Installs("remove"));

        Assert.Equal([asked.Message.Conversation], _bot.Memory.Forgotten);
        Assert.True(IsClosed());
        Assert.Equal([TeamsResults.Uninstalled], _bot.Results);
        await _bot.SendAsync(_bot.Alice.Says("back again"));
        Assert.False(IsClosed());
    }

    [Fact]
    public async Task A_conversation_is_open_before_the_worker_can_answer_in_it()
    {
        await _bot.SendAsync(_bot.Alice.Installs("remove"));
        bool? closed = null;
        _bot.Inbox.OnAccepted = () => closed = IsClosed();

        await _bot.SendAsync(_bot.Alice.Says("back again"));

        Assert.False(closed);
    }

    private bool IsClosed() => _bot.Get<TeamsClosedConversations>().IsClosed(TeamsPerson.Tenant, _bot.Alice.ConversationOf(TeamsScope.Personal));
}
