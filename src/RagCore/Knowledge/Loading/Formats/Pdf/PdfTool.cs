using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace ChatOpsBot.RagCore.Knowledge.Loading.Formats.Pdf;

/// <summary>
/// Runs <c>pdftotext -bbox-layout</c> under <c>prlimit</c>: bounded memory, processor time, wall-clock time and output. The file reaches it
/// through its input, so that it opens nothing itself.
/// </summary>
internal sealed class PdfTool
{
    private const long MaxMemory = 1L << 30;
    private const int MaxProcessorSeconds = 60;
    private const int MaxOutput = 128 << 20;
    private const int MaxErrors = 4096;

    // A process that a signal ended has an exit code above this, as a shell reports it.
    private const int SignalExitCode = 128;

    /// <summary>Gets the program that reads PDF files.</summary>
    public string Program { get; init; } = "pdftotext";

    /// <summary>Gets the program that limits another; none where there is none.</summary>
    public string? Limiter { get; init; } = OperatingSystem.IsLinux() ? "prlimit" : null;

    /// <summary>Gets how long one file may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>Returns the layout of a file as XHTML.</summary>
    /// <exception cref="LoadRefusedException">The program is missing, took too long or could not read the file.</exception>
    public MemoryStream Run(ReadOnlyMemory<byte> pdf)
    {
        using var process = Start();
        using var limit = new CancellationTokenSource(Timeout);
        using var stop = limit.Token.Register(() => End(process));
        var errors = new StringBuilder();
        process.ErrorDataReceived += (_, line) => Keep(errors, line.Data);
        process.BeginErrorReadLine();

        // Its input and its output are pipes of a few kilobytes: one thread fills the one while this one empties the other.
        var writer = new Thread(() => Write(process, pdf)) { IsBackground = true };
        writer.Start();
        MemoryStream output;
        try
        {
            output = ReadOutput(process);
        }
        finally
        {
            writer.Join();
        }

        process.WaitForExit();
        if (limit.IsCancellationRequested)
        {
            throw new LoadRefusedException(LoadOutcome.Timeout);
        }

        return process.ExitCode == 0 ? output : throw Refused(process.ExitCode, errors.ToString());
    }

    private static void Keep(StringBuilder errors, string? line)
    {
        if (line is not null && errors.Length < MaxErrors)
        {
            errors.AppendLine(line);
        }
    }

    private static void Write(Process process, ReadOnlyMemory<byte> pdf)
    {
        try
        {
            using var input = process.StandardInput.BaseStream;
            input.Write(pdf.Span);
        }
        catch (Exception ended) when (ended is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // It ended without reading everything; its exit code says why.
        }
    }

    private static MemoryStream ReadOutput(Process process)
    {
        var output = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int read; (read = process.StandardOutput.BaseStream.Read(buffer)) > 0;)
        {
            if (output.Length + read > MaxOutput)
            {
                End(process);
                throw new LoadRefusedException(LoadOutcome.TooLong);
            }

            output.Write(buffer, 0, read);
        }

        output.Position = 0;
        return output;
    }

    private static LoadRefusedException Refused(int exitCode, string errors)
        => errors.Contains("password", StringComparison.OrdinalIgnoreCase) ? new LoadRefusedException(LoadOutcome.Encrypted)
            : exitCode > SignalExitCode ? new LoadRefusedException(LoadOutcome.Timeout)
            : new LoadRefusedException(LoadOutcome.Damaged);

    private static void End(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception ended) when (ended is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended by itself, or is ending.
        }
    }

    private Process Start()
    {
        List<string> arguments = [Program, "-bbox-layout", "-enc", "UTF-8", "-", "-"];
        if (Limiter is not null)
        {
            arguments.InsertRange(0, [Limiter, Limit("as", MaxMemory), Limit("cpu", MaxProcessorSeconds), Limit("core", 0), "--"]);
        }

        var start = new ProcessStartInfo(arguments[0], arguments[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH");
        start.Environment["LC_ALL"] = "C.UTF-8";
        RequireProgram();
        try
        {
            return Process.Start(start) ?? throw new LoadRefusedException(LoadOutcome.ToolMissing, Program);
        }
        catch (Win32Exception)
        {
            throw new LoadRefusedException(LoadOutcome.ToolMissing, arguments[0]);
        }
    }

    /// <summary>The limiter starts whether or not the program exists, and its own exit code would be read as the program's.</summary>
    private void RequireProgram()
    {
        var folders = Path.IsPathRooted(Program) ? [string.Empty] : (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator);
        if (!Array.Exists(folders, folder => File.Exists(Path.Combine(folder, Program))))
        {
            throw new LoadRefusedException(LoadOutcome.ToolMissing, Program);
        }
    }

    private static string Limit(string name, long value) => string.Create(CultureInfo.InvariantCulture, $"--{name}={value}");
}
