using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace ChatOpsBot.IntegrationTests.Manifests;

/// <summary>Just enough of PNG for icons: the size of any image, the pixels of 8-bit RGBA without interlacing.</summary>
internal sealed class PngImage
{
    private const int Channels = 4;
    private const byte TruecolourWithAlpha = 6;

    private readonly byte[] _file;
    private readonly byte[] _header;

    private PngImage(byte[] file)
    {
        Assert.Equal([0x89, .. "PNG\r\n\x1A\n"u8], file[..8]);
        _file = file;
        _header = Chunks().First(chunk => chunk.Name == "IHDR").Data;
        Size = (BinaryPrimitives.ReadInt32BigEndian(_header), BinaryPrimitives.ReadInt32BigEndian(_header.AsSpan(4)));
    }

    public (int Width, int Height) Size { get; }

    public static PngImage Read(string path) => new(File.ReadAllBytes(path));

    /// <summary>Returns the pixels, line by line.</summary>
    public IReadOnlyList<(byte Red, byte Green, byte Blue, byte Alpha)> Pixels()
    {
        Assert.Equal([8, TruecolourWithAlpha, 0, 0, 0], _header[8..13]);
        var stride = Size.Width * Channels;
        var above = new byte[stride];
        var pixels = new List<(byte, byte, byte, byte)>();
        using var data = new ZLibStream(new MemoryStream([.. Chunks().Where(chunk => chunk.Name == "IDAT").SelectMany(chunk => chunk.Data)]), CompressionMode.Decompress);
        for (var row = 0; row < Size.Height; row++)
        {
            var filter = data.ReadByte();
            var line = new byte[stride];
            data.ReadExactly(line);
            for (var at = 0; at < stride; at++)
            {
                var left = at < Channels ? 0 : line[at - Channels];
                var corner = at < Channels ? 0 : above[at - Channels];
                line[at] += (byte)Predicted(filter, left, above[at], corner);
            }

            pixels.AddRange(line.Chunk(Channels).Select(pixel => (pixel[0], pixel[1], pixel[2], pixel[3])));
            above = line;
        }

        return pixels;
    }

    // The five filters: https://www.w3.org/TR/png-3/#9Filter-types.
    private static int Predicted(int filter, int left, int above, int corner) => filter switch
    {
        0 => 0,
        1 => left,
        2 => above,
        3 => (left + above) / 2,
        4 => Nearest(left, above, corner),
        _ => throw new InvalidDataException($"PNG has no filter {filter}."),
    };

    private static int Nearest(int left, int above, int corner)
    {
        var (toLeft, toAbove, toCorner) = (Math.Abs(above - corner), Math.Abs(left - corner), Math.Abs(left + above - corner - corner));
        return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
    }

    private IEnumerable<(string Name, byte[] Data)> Chunks()
    {
        for (var at = 8; at < _file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(_file.AsSpan(at));
            yield return (Encoding.ASCII.GetString(_file, at + 4, 4), _file[(at + 8)..(at + 8 + length)]);
            at += length + 12;
        }
    }
}
