using System.CommandLine;
using ChatOpsBot.Channels.Web.Inbound;
using ChatOpsBot.RagCore.Access.Secrets;

namespace ChatOpsBot.BotHost.Cli;

/// <summary><c>key new</c>: makes an API key. The key is shown once; the configuration holds only its hash. <c>key encryption</c>: makes a key for stored secrets.</summary>
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
        var encryption = new Command("encryption", "Makes a key for Storage:EncryptionKeys and shows it once.");
        encryption.SetAction(_ => Console.WriteLine(SecretBox.NewKey()));
        return new Command("key", "Keys: of callers of the web channel, and for stored secrets.") { create, encryption };
    }
}
