using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace ChatOpsBot.Channels.UnitTests.Teams;

/// <summary>A host environment that is a name and nothing else.</summary>
internal sealed class Surroundings(string name) : IHostEnvironment
{
    public string EnvironmentName { get; set; } = name;

    public string ApplicationName { get; set; } = "tests";

    public string ContentRootPath { get; set; } = "/";

    public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
}
