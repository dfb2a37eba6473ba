namespace ChatOpsBot.BotHost.Hosting;

/// <summary>JSON lines in production, readable lines in development; message contents stay out of both.</summary>
internal static class LoggingSetup
{
    public static void AddBotLogging(this WebApplicationBuilder builder)
    {
        RefuseTraceOutsideDevelopment(builder);
        builder.Logging.ClearProviders();

        // A refused start is told in one line by BotServer; the framework would add a stack trace. What ends a running host is critical.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        if (builder.Environment.IsDevelopment())
        {
            builder.Logging.AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.TimestampFormat = "HH:mm:ss ";
                console.UseUtcTimestamp = true;
            });
        }
        else
        {
            builder.Logging.AddJsonConsole(console => console.UseUtcTimestamp = true);
        }
    }

    // The framework logs request contents at Trace.
    private static void RefuseTraceOutsideDevelopment(WebApplicationBuilder builder)
    {
        var tracing = builder.Configuration.GetSection("Logging:LogLevel").GetChildren()
            .FirstOrDefault(level => string.Equals(level.Value, nameof(LogLevel.Trace), StringComparison.OrdinalIgnoreCase));
        if (tracing is not null && !builder.Environment.IsDevelopment())
        {
            throw new StartupException($"{tracing.Path} (Trace) may write message contents to the log; set it to Debug or higher outside Development.");
        }
    }
}
