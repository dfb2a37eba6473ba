using ChatOpsBot.TestKit.Contracts;

namespace ChatOpsBot.Channels.UnitTests.Teams.Outbound;

public sealed class TeamsReplyChannelTests : ReplyChannelContract
{
    protected override async Task<IReplyChannelWorld> StartAsync() => await TeamsWorld.StartAsync();
}
