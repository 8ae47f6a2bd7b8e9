import wand.image
