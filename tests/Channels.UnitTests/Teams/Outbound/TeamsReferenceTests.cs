using ChatOpsBot.Channels.Teams;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.TestKit.Teams.Connector;
using ChatOpsBot.TestKit.Time;

namespace ChatOpsBot.Channels.UnitTests.Teams.Outbound;

/// <summary>How conversations are found again after a restart and for what nobody asked for (T-36).</summary>
public sealed class TeamsReferenceTests
{
    private const string World = "smba.trafficmanager.net";
    private const string Government = "smba.infra.gcc.teams.microsoft.com";
    private const string Alice = "00000000-0000-0000-0000-00000000a11c";

    private readonly TeamsRecords _records = new();

    [Fact]
    public async Task A_conversation_is_written_once_and_again_when_it_moved()
    {
        using var teams = new TeamsInProcess(records: _records);
        await teams.References.StartAsync(default);
        var address = Address();

        teams.References.Note(address, Alice);
        await WrittenAsync(1);
        teams.References.Note(address, Alice);
        teams.References.Note(address with { Conversation = "19:ops@thread.tacv2;messageid=2", Activity = "7" }, Alice);
        teams.References.Note(address with { ServiceUrl = $"https://{Government}/teams/" }, Alice);
        await WrittenAsync(2);

        Assert.Contains(Government, Assert.Single(_records.All).Value, StringComparison.Ordinal);
        await teams.References.StopAsync(default);
    }

    [Fact]
    public async Task A_reply_after_a_restart_goes_to_the_newest_address()
    {
        using (var before = new TeamsInProcess(records: _records))
        {
            await before.References.StartAsync(default);
            before.References.Note(Address() with { ServiceUrl = $"https://{Government}/teams/" }, Alice);
            await WrittenAsync(1);
            await before.References.StopAsync(default);
        }

        using var after = new TeamsInProcess(records: _records);
        await after.RunAsync(after.Delivery.PostPlaceholderAsync(after.Ask(1, "1"), default));

        Assert.Equal($"https://{Government}/teams/v3/conversations/19%3Aops%40thread.tacv2%3Bmessageid%3D1/activities", Assert.Single(after.Network.Addresses).AbsoluteUri);
    }

    [Fact]
    public async Task A_reference_that_names_another_host_gets_no_token()
    {
        using var teams = new TeamsInProcess(records: _records);
        teams.References.Note(Address() with { ServiceUrl = "https://evil.example/teams/" }, Alice);

        var fault = await Assert.ThrowsAsync<DeliveryException>(() => teams.RunAsync(teams.Delivery.PostPlaceholderAsync(teams.Ask(1, "1"), default)));

        Assert.Equal((DeliveryFailure.Permanent, "teams post: forbidden_service_url"), (fault.Failure, fault.Message));
        Assert.Empty(teams.Network.Addresses);
        Assert.Empty(teams.Platform.Calls);
    }

    [Fact]
    public async Task A_store_that_is_down_keeps_no_reply_back()
    {
        _records.IsDown = true;
        using var teams = new TeamsInProcess(records: _records);

        await teams.RunAsync(teams.Delivery.PostPlaceholderAsync(teams.Ask(1, "1"), default));

        Assert.Equal(World, Assert.Single(teams.Network.Addresses).Host);
    }

    [Fact]
    public async Task A_removed_conversation_is_forgotten_and_its_person_with_it()
    {
        using var teams = new TeamsInProcess(records: _records);
        await teams.References.StartAsync(default);
        teams.References.Note(Chat(), Alice);
        await WrittenAsync(2);

        await teams.References.ForgetAsync(FakeTeams.TenantId, "a:alice", Alice, default);

        Assert.Empty(_records.All);
        Assert.Null(await teams.References.FindPersonAsync(FakeTeams.TenantId, Alice, default));
        await teams.References.StopAsync(default);
    }

    [Fact]
    public async Task A_persons_chat_is_opened_once_and_remembered()
    {
        using var teams = new TeamsInProcess(records: _records);
        await teams.References.StartAsync(default);

        var first = await teams.RunAsync(teams.Places.OfPersonAsync(TenantId.Default, Alice, default));
        var second = await teams.RunAsync(teams.Places.OfPersonAsync(TenantId.Default, Alice, default));
        await WrittenAsync(1);
        using var after = new TeamsInProcess(records: _records);
        var third = await after.Places.OfPersonAsync(TenantId.Default, Alice, default);

        Assert.Equal(FakeTeamsPlatform.ChatOf(Alice), TeamsAddress.Read(first!).Conversation);
        Assert.Equal((first, first), (second, third));
        Assert.Single(teams.Platform.Calls, call => call.Operation == "open");
        Assert.Empty(after.Network.Addresses);
        await teams.References.StopAsync(default);
    }

    [Fact]
    public async Task The_chat_a_person_writes_from_is_theirs()
    {
        using var teams = new TeamsInProcess(records: _records);
        teams.References.Note(Chat(), Alice);

        var place = await teams.Places.OfPersonAsync(TenantId.Default, Alice, default);

        Assert.Equal(("a:alice", "29:alice", true, null), Parts(TeamsAddress.Read(place!)));
        Assert.Empty(teams.Network.Addresses);
    }

    [Theory]
    [InlineData(403, "ForbiddenOperationException")]
    [InlineData(404, null)]
    [InlineData(405, null)]
    [InlineData(501, null)]
    public async Task Who_has_not_installed_the_bot_is_asked_for_once_until_they_write(int status, string? code)
    {
        using var teams = new TeamsInProcess(records: _records);
        teams.Platform.Fail("open", TeamsFault.Answer(status, code));

        Assert.Null(await teams.RunAsync(teams.Places.OfPersonAsync(TenantId.Default, Alice, default)));
        Assert.Null(await teams.RunAsync(teams.Places.OfPersonAsync(TenantId.Default, Alice, default)));
        Assert.Single(teams.Network.Addresses);
        teams.References.Note(Chat(), Alice);
        Assert.NotNull(await teams.RunAsync(teams.Places.OfPersonAsync(TenantId.Default, Alice, default)));
    }

    [Fact]
    public async Task A_platform_that_is_down_says_nothing_about_a_person()
    {
        using var teams = new TeamsInProcess(records: _records);
        teams.Platform.Fail("open", TeamsFault.Answer(500));

        var fault = await Assert.ThrowsAsync<DeliveryException>(() => teams.RunAsync(teams.Places.OfPersonAsync(TenantId.Default, Alice, default)));

        Assert.Equal(DeliveryFailure.Transient, fault.Failure);
        Assert.NotNull(await teams.RunAsync(teams.Places.OfPersonAsync(TenantId.Default, Alice, default)));
    }

    [Fact]
    public async Task Nobody_of_another_organisation_is_written_to()
    {
        using var teams = new TeamsInProcess(records: _records);

        Assert.Null(await teams.Places.OfPersonAsync(new TenantId("globex"), Alice, default));
        Assert.Null(await teams.Places.OfConversationAsync(Room("globex"), default));
        Assert.Empty(teams.Network.Addresses);
    }

    [Fact]
    public async Task A_conversation_the_bot_is_in_can_be_written_to()
    {
        using var teams = new TeamsInProcess(records: _records);
        var unknown = await teams.Places.OfConversationAsync(Room(TenantId.Default.Value), default);
        teams.References.Note(Address(), Alice);

        var place = await teams.Places.OfConversationAsync(Room(TenantId.Default.Value), default);

        Assert.Null(unknown);
        Assert.Equal(("19:ops@thread.tacv2", null, false, null), Parts(TeamsAddress.Read(place!)));
    }

    private static ConversationKey Room(string tenant)
        => new(new TenantId(tenant), ChannelKind.Teams, $"{FakeTeams.TenantId}/19:ops@thread.tacv2", $"{FakeTeams.TenantId}/19:ops@thread.tacv2");

    private static (string Conversation, string? Person, bool IsPersonal, string? Activity) Parts(TeamsAddress address)
        => (address.Conversation, address.Person, address.IsPersonal, address.Activity);

    private static TeamsAddress Address() => new()
    {
        ServiceUrl = $"https://{World}/emea/",
        Tenant = FakeTeams.TenantId,
        Conversation = "19:ops@thread.tacv2;messageid=1",
        Activity = "1",
        Bot = TeamsWorld.Bot,
        Person = "29:alice",
    };

    private static TeamsAddress Chat() => Address() with { Conversation = "a:alice", IsPersonal = true };

    private Task WrittenAsync(int times) => Eventually.HoldsAsync(() => Task.FromResult(_records.Writes >= times && _records.All.Count > 0));
}
