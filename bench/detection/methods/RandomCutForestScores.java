import com.amazon.randomcutforest.config.ForestMode;
import com.amazon.randomcutforest.config.Precision;
import com.amazon.randomcutforest.config.TransformMethod;
import com.amazon.randomcutforest.parkservices.AnomalyDescriptor;
import com.amazon.randomcutforest.parkservices.ThresholdedRandomCutForest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A thresholded random cut forest for each entity, fed bucket by bucket with shingles of 8, normalised as OpenSearch does it.
 * Arguments and numbers as for isolation_forest.py.
 */
public final class RandomCutForestScores {
  private static final int SHINGLE = 8;

  public static void main(String[] arguments) throws Exception {
    int entities = Integer.parseInt(arguments[2]);
    int rows = Integer.parseInt(arguments[3]);
    int columns = Integer.parseInt(arguments[4]);
    int trained = Integer.parseInt(arguments[5]);
    FloatBuffer data =
        ByteBuffer.wrap(Files.readAllBytes(Path.of(arguments[0])))
            .order(ByteOrder.LITTLE_ENDIAN)
            .asFloatBuffer();
    ByteBuffer scores =
        ByteBuffer.allocate(4 * entities * (rows - trained)).order(ByteOrder.LITTLE_ENDIAN);
    for (int entity = 0; entity < entities; entity++) {
      ThresholdedRandomCutForest forest =
          ThresholdedRandomCutForest.builder()
              .dimensions(columns * SHINGLE)
              .shingleSize(SHINGLE)
              .numberOfTrees(30)
              .sampleSize(256)
              .randomSeed(1)
              .precision(Precision.FLOAT_32)
              .forestMode(ForestMode.STANDARD)
              .transformMethod(TransformMethod.NORMALIZE)
              .internalShinglingEnabled(true)
              .parallelExecutionEnabled(false)
              .anomalyRate(0.005)
              .build();
      for (int row = 0; row < rows; row++) {
        double[] values = new double[columns];
        for (int column = 0; column < columns; column++) {
          values[column] = data.get((entity * rows + row) * columns + column);
        }
        AnomalyDescriptor found = forest.process(values, row);
        if (row >= trained) scores.putFloat((float) found.getRCFScore());
      }
    }
    Files.write(Path.of(arguments[1]), scores.array());
  }
}
