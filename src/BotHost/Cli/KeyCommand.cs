using System.CommandLine;
using ChatOpsBot.Channels.Web.Inbound;

namespace ChatOpsBot.BotHost.Cli;

/// <summary><c>key new</c>: makes an API key. The key is shown once; the configuration holds only its hash.</summary>
internal static class KeyCommand
{
    public static Command Create()
    {
        var create = new Command("new", "Makes a key and shows it once, with the hash for Channels:Web:ApiKeys.");
        create.SetAction(_ =>
        {
            var (key, hash) = ApiKeyHasher.New();
            Console.WriteLine($"key   {key}");
            Console.WriteLine($"hash  {hash}");
        });
        return new Command("key", "API keys of the web channel.") { create };
    }
}
