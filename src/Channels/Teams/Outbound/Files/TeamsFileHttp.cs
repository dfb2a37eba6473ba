using ChatOpsBot.RagCore.Conversations.Wire;
using ChatOpsBot.RagCore.Knowledge.Crawling.Network;

namespace ChatOpsBot.Channels.Teams.Outbound.Files;

/// <summary>The connections that files are fetched over: apart from those that carry tokens, and to the public internet only.</summary>
internal sealed class TeamsFileHttp() : PlatformHttp(PublicConnections.Create());
